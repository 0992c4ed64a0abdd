"""The opinion of the posts: asked for in batch, reminded, drafted, validated."""
