"""Invented proposals and their paraphrases: `python -m benchmarks.paraphrases --cases 1000 --out DIR` writes corpus and queries.

Every proposal belongs to one of 2,000 topics; a topic prefers some words of an invented vocabulary whose frequencies fall as
those of real words do. All is drawn with one published seed (SEED), so that anyone gets the same texts. Levels:

    L1  one word in twenty replaced
    L2  three words in ten replaced, three sentences in ten cut, the rest shuffled
    L3  55 % of the words replaced, half of the sentences cut, then 40 % of the sentences taken from a foreign case, shuffled

A replaced word becomes any word of the language, which is harsher than a synonym. So this measures what is left after damage;
it says nothing about matters told in other words, for which the real groups stand (benchmarks/library_quality.py).
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from huiyin.library.case import Text

SEED = 20260322
TOPICS, VOCABULARY, SENTENCE = 2_000, 60_000, 12  # words in a sentence
LEVELS = {"L1": (0.05, 0.0, 0.0), "L2": (0.3, 0.3, 0.0), "L3": (0.55, 0.5, 0.4)}  # replaced, cut, foreign


class Language:
    """An invented vocabulary of words of one to four characters, with falling frequencies, and topics that prefer some."""

    def __init__(self, seed: int = SEED):
        dice = np.random.default_rng(seed)
        character = 1 / (np.arange(3_500) + 8.0)
        lengths = dice.choice([1, 2, 3, 4], VOCABULARY, p=[0.06, 0.68, 0.18, 0.08])
        points = 0x4E00 + dice.choice(3_500, lengths.sum(), p=character / character.sum()) * 5
        ends = np.cumsum(lengths)
        letters = "".join(map(chr, points))
        self.words = [letters[end - n : end] for end, n in zip(ends, lengths, strict=True)]
        frequency = 1 / (np.arange(VOCABULARY) + 20.0)
        self.common = np.cumsum(frequency / frequency.sum())
        self.topics = dice.integers(200, VOCABULARY, (TOPICS, 60))

    def draw(self, dice: np.random.Generator, count: int) -> np.ndarray:
        return np.minimum(np.searchsorted(self.common, dice.random(count)), VOCABULARY - 1)

    def sentences(self, dice: np.random.Generator, characters: int) -> np.ndarray:
        """(1 + sentences, words) of one proposal, its title first: 15 % of the words are the topic's, 10 % the case's own."""
        count = max(2, round(characters / 2.2 / SENTENCE)) + 1
        size = count * SENTENCE
        words = self.draw(dice, size)
        kind = dice.random(size)
        topic, own = self.topics[dice.integers(TOPICS)], dice.integers(200, VOCABULARY, 25)
        words = np.where(kind < 0.15, topic[dice.integers(60, size=size)], words)
        words = np.where(kind > 0.9, own[dice.integers(25, size=size)], words)
        return words.reshape(count, SENTENCE)

    def text(self, name: str, sentences: np.ndarray) -> Text:
        """The title has eight words."""
        rows = ["".join([self.words[word] for word in row]) for row in sentences]
        return Text(name, "".join([self.words[word] for word in sentences[0][:8]]), "。".join(rows[1:]) + "。")

    def damage(self, dice: np.random.Generator, sentences: np.ndarray, foreign: np.ndarray, level: str) -> np.ndarray:
        """The sentences of a paraphrase; the title's words are replaced, but it stays the title."""
        replaced, cut, strange = LEVELS[level]
        body = dice.permutation(len(sentences) - 1)[: max(1, round((len(sentences) - 1) * (1 - cut)))] + 1
        words = sentences[np.concatenate(([0], body if cut else np.sort(body)))]
        words = np.where(dice.random(words.shape) < replaced, self.draw(dice, words.size).reshape(words.shape), words)
        added = round((len(words) - 1) * strange / (1 - strange))
        rest = np.concatenate((words[1:], foreign[dice.integers(1, len(foreign), size=added)]))
        return np.concatenate((words[:1], rest[dice.permutation(len(rest))] if cut else rest))


def corpus(language: Language, cases: int, characters: int = 1_200, seed: int = SEED) -> Iterator[Text]:
    """Cases numbered from 0; each has its own seed, so that any of them can be made again alone."""
    for number in range(cases):
        yield language.text(str(number), original(language, number, characters, seed))


def original(language: Language, number: int, characters: int, seed: int = SEED) -> np.ndarray:
    return language.sentences(np.random.default_rng((seed, number)), characters)


def queries(
    language: Language, cases: int, count: int, level: str, characters: int = 1_200, seed: int = SEED
) -> Iterator[tuple[str, Text]]:
    """(id of the case paraphrased, paraphrase without an id)."""
    dice = np.random.default_rng((seed, cases, count, sorted(LEVELS).index(level)))
    for number in dice.choice(cases, count, replace=False):
        foreign = original(language, int(dice.integers(cases)), characters, seed)
        words = language.damage(dice, original(language, int(number), characters, seed), foreign, level)
        yield str(number), language.text("", words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--level", choices=LEVELS, default="L3")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    language = Language()
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for case in corpus(language, options.cases):
            file.write(json.dumps({"id": case.id, "title": case.title, "text": case.text}, ensure_ascii=False) + "\n")
    with (options.out / "queries.jsonl").open("w", encoding="utf-8") as file:
        for number, case in queries(language, options.cases, options.count, options.level):
            row = {"id": f"{options.level}-{number}", "title": case.title, "text": case.text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
