"""The posts' own screens: their sheet, their people, who comes, who goes, who is away."""
