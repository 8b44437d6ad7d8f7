"""What benchmarks say of their machine, from what Linux says of it."""

import pytest

from benchmarks.machine import described

CPU = (
    "processor\t: 0\nvendor_id\t: {}\ncpu family\t: {}\nmodel\t\t: {}\nmodel name\t: {}\nflags\t\t: fpu {}\n"
    "\nprocessor\t: 1\n"
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("AuthenticAMD", 25, 1, "AMD EPYC", "avx avx2"), "AMD EPYC, Zen 3, avx2"),
        (("AuthenticAMD", 25, 17, "AMD EPYC", "avx2 avx512f"), "AMD EPYC, Zen 4, avx512f"),
        (("AuthenticAMD", 23, 49, "AMD EPYC 7B12", "avx2"), "AMD EPYC 7B12, Zen 2, avx2"),
        (("GenuineIntel", 6, 143, "Intel(R) Xeon(R)", "avx2 avx512f"), "Intel(R) Xeon(R), avx512f"),
    ],
)
def test_the_generation_of_a_processor_is_read_and_not_guessed(said: tuple[object, ...], expected: str) -> None:
    assert described(CPU.format(*said)) == expected
