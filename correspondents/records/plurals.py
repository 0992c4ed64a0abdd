"""Numbers and words as French counts: 0 and 1 are singular."""


def agreed(words, number):
    """« postes vacants » for 2, « poste vacant » for 1 and 0: of words that add a letter."""
    if number >= 2:
        return words
    return " ".join(word.rstrip("sx") for word in words.split(" "))
