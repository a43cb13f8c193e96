"""Spoken audio and narrated slides with captions, made with espeak-ng and ffmpeg."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from modules.demo.drawing import draw

VIDEO_SIZE = (854, 480)
PAUSE = 0.45
# Samples per second of every espeak-ng voice.
RATE = 22050
CAPTION_LENGTH = 90


class ToolMissing(RuntimeError):
    """A program that makes audio or video is not installed; the message says which."""


@dataclass(frozen=True)
class Cue:
    """A caption; `start` and `end` in seconds."""

    start: float
    end: float
    text: str


def sentences(transcript: str) -> list[str]:
    """Sentences of a transcript; line breaks end a sentence too."""
    parts = re.split(r"(?<=[.!?…])[\"”']?\s+|\n+", transcript.strip())
    return [" ".join(part.split()) for part in parts if part and part.strip()]


def captions(cues: Sequence[Cue]) -> str:
    """WebVTT; a long sentence is divided at a comma or space, its time in proportion to its letters."""
    lines = ["WEBVTT", ""]
    for cue in cues:
        pieces = _divide(cue.text)
        letters, start = sum(map(len, pieces)), cue.start
        for piece in pieces:
            end = start + (cue.end - cue.start) * len(piece) / letters
            lines += [f"{_clock(start)} --> {_clock(end)}", piece, ""]
            start = end
    return "\n".join(lines)


def _divide(text: str) -> list[str]:
    if len(text) <= CAPTION_LENGTH:
        return [text]
    middle = len(text) / 2
    places = [m.end() for m in re.finditer(r"[,;:]\s", text)] or [m.end() for m in re.finditer(r"\s", text)]
    if not places:
        return [text]
    place = min(places, key=lambda position: abs(position - middle))
    return [*_divide(text[:place].strip()), *_divide(text[place:].strip())]


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def speak(transcript: str, language: str, target: Path) -> list[Cue]:
    """Speak into a WAV file `target`; answers one cue per sentence."""
    cues: list[Cue] = []
    silence = bytes(2 * round(PAUSE * RATE))
    sound = silence
    for sentence in sentences(transcript):
        frames = _spoken(sentence, "en" if language == "en" else "id")
        start = len(sound) / 2 / RATE
        cues.append(Cue(start, start + len(frames) / 2 / RATE, sentence))
        sound += frames + silence
    with wave.open(str(target), "wb") as whole:
        whole.setparams((1, 2, RATE, 0, "NONE", ""))
        whole.writeframes(sound)
    return cues


def _spoken(sentence: str, voice: str) -> bytes:
    """16-bit mono samples of one sentence."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sentence.wav"
        how = ("-v", voice, "-s", "142", "-p", "46", "-g", "2", "-z", "-w", str(path))
        _run("espeak-ng", *how, "--", sentence)
        with wave.open(str(path), "rb") as spoken:
            if spoken.getframerate() != RATE:
                raise RuntimeError(f"espeak-ng speaks at {spoken.getframerate()} Hz, not {RATE}")
            return spoken.readframes(spoken.getnframes())


def make_audio(target: Path, transcript: str, language: str) -> tuple[list[Cue], float]:
    """Write a small mono MP3; answers the cues and the duration in seconds."""
    with TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        cues = speak(transcript, language, spoken)
        _ffmpeg("-i", str(spoken), "-af", _CLEAR, "-ac", "1", "-ar", "22050", "-c:a", "libmp3lame",
                "-b:a", "32k", str(target))  # fmt: skip
    return cues, duration(target)


def make_video(
    target: Path, transcript: str, slides: Sequence[dict[str, Any]], language: str
) -> tuple[list[Cue], float]:
    """Write a narrated MP4 with one still per scene, and its first still as `<name>.jpg`."""
    with TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        cues = speak(transcript, language, spoken)
        lengths = _slide_lengths(cues, len(slides))
        inputs: list[str] = []
        for number, (slide, length) in enumerate(zip(slides, lengths, strict=True)):
            picture = draw(slide, VIDEO_SIZE)
            still = Path(folder) / f"{number}.png"
            picture.save(still)
            if number == 0:
                picture.save(target.with_suffix(".jpg"), quality=84, optimize=True)
            inputs += ["-loop", "1", "-framerate", "10", "-t", f"{length:.3f}", "-i", str(still)]
        joined = "".join(f"[{number}:v]" for number in range(len(slides)))
        graph = f"{joined}concat=n={len(slides)}:v=1:a=0,format=yuv420p[v];[{len(slides)}:a]{_CLEAR}[a]"
        _ffmpeg(
            *inputs, "-i", str(spoken), "-filter_complex", graph, "-map", "[v]", "-map", "[a]",
            "-c:v", "libx264", "-preset", "slow", "-tune", "stillimage", "-crf", "27", "-g", "100",
            "-threads", "1", "-c:a", "aac", "-b:a", "40k", "-ac", "1", "-ar", "22050",
            "-movflags", "+faststart", "-shortest", str(target),
        )  # fmt: skip
    return cues, duration(target)


# Take away rumble, even out loudness (EBU R 128) for telephone loudspeakers.
_CLEAR = "highpass=f=90,lowpass=f=9000,loudnorm=I=-17:TP=-2:LRA=7"


def _slide_lengths(cues: Sequence[Cue], count: int) -> list[float]:
    """Seconds for each slide: changes fall between sentences, as evenly as they allow."""
    end = cues[-1].end + PAUSE
    changes = [0.0]
    gaps = [(a.end + b.start) / 2 for a, b in itertools.pairwise(cues)]
    for number in range(1, count):
        ideal = end * number / count
        later = [gap for gap in gaps if gap > changes[-1] + 1]
        changes.append(min(later, key=lambda gap: abs(gap - ideal)) if later else ideal)
    return [b - a for a, b in zip(changes, [*changes[1:], end], strict=True)]


def duration(path: Path) -> float:
    """Length of an audio or video file in seconds."""
    answer = _run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path))
    return round(float(answer.strip()), 2)


def _ffmpeg(*arguments: str) -> None:
    # "bitexact" keeps the program's version and the time out of the file.
    head = ("-hide_banner", "-loglevel", "error", "-nostdin", "-y")
    _run("ffmpeg", *head, *arguments[:-1], "-map_metadata", "-1", "-fflags", "+bitexact",
         "-flags:v", "+bitexact", "-flags:a", "+bitexact", arguments[-1])  # fmt: skip


def _run(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if path is None:
        package = "ffmpeg" if program == "ffprobe" else program
        raise ToolMissing(f"{program} is not installed. On Debian or Ubuntu: apt install {package}")
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr.strip()[-800:]}")
    return done.stdout
