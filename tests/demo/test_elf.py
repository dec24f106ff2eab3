import io

from elftools.elf.elffile import ELFFile

from mamoru.demo.elf import led_program


def test_it_is_a_64_bit_arm_program_with_memory_that_can_be_written_and_run() -> None:
    program = ELFFile(io.BytesIO(led_program()))
    assert (program.get_machine_arch(), program.header.e_type) == ("AArch64", "ET_EXEC")
    assert [(s.header.p_type, s.header.p_flags) for s in program.iter_segments()] == [
        ("PT_LOAD", 7),
        ("PT_GNU_STACK", 7),
    ]


def test_its_two_addresses_point_at_the_lamp_and_at_the_one() -> None:
    whole = led_program()
    start = int.from_bytes(whole[24:32], "little") - 0x400000
    adr = {at: int.from_bytes(whole[at : at + 4], "little") for at in (start + 4, start + 24)}
    first, second = (at + ((word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3) for at, word in adr.items())
    assert whole[first:second] == b"/sys/class/leds/status/brightness\0"
    assert whole[second:] == b"1"
