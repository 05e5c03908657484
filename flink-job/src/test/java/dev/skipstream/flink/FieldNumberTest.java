package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNumberTest {
    private final FieldNumber number = new FieldNumber();

    private void set(String text) { // with other bytes around it
        byte[] line = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        number.set(line, 1, line.length - 1);
    }

    private double decimal(String text) {
        set(text);
        return number.decimal();
    }

    private long whole(String text) {
        set(text);
        return number.whole();
    }

    private void assertSameBits(String text) {
        assertEquals(
                Double.doubleToRawLongBits(Double.parseDouble(text)), Double.doubleToRawLongBits(decimal(text)), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+0",
                "0.0",
                "-0.0e9",
                "7",
                "7.",
                ".5",
                "-.5",
                "+.25",
                "0.1",
                "-1e3",
                "+1E+3",
                "1e-5",
                "1e05",
                "0.00000000000000001",
                "000000000000000001",
                "9007199254740992",
                "9007199254740991e22",
                "9007199254740992E-22",
                "9007.199254740992e7",
                "1e22",
                "1e-22",
                "0.1e23",
                "1.5e+00",
                "1e100",
                "1e005",
                "1e23",
                "1e-23",
                "0.1e-22",
                "9007199254740993",
                "-9007199254740993",
                "0000000000000000001",
                "1234567890123456789",
                "99999999999999999999999999999999999999",
                "1e400",
                "-1e99999999999",
                "1e-99999999999",
                "1.00000017881393432617187499"
            })
    void shouldReadDecimals(String text) {
        assertSameBits(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "-",
                ".",
                "+.",
                "e5",
                ".e5",
                "1e",
                "1e+",
                "1e-",
                "1e5.",
                "1e5e",
                "1e 5",
                "--1",
                "+-1",
                "1-",
                "1..",
                "1.2.3",
                "1,2",
                " 1",
                "1 ",
                "1f",
                "1d",
                "0x1",
                "0x1p3",
                "٢",
                "１",
                "NaN",
                "Infinity",
                "1_0",
                ":",
                "/"
            })
    void shouldRefuseOtherDecimals(String text) {
        assertThrows(NumberFormatException.class, () -> decimal(text), text);
    }

    @Test
    void shouldReadDecimalsWithTheBitsOfTheJdk() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 300_000; i++) {
            long mantissa = random.nextLong(1L << random.nextInt(1, 54));
            int scale = random.nextInt(0, 23);
            assertSameBits(mantissa + "e" + (random.nextBoolean() ? "-" : "") + scale);
            String plain = new BigDecimal(BigInteger.valueOf(mantissa), scale % 16).toPlainString();
            if (plain.length() <= 18) {
                assertSameBits(plain);
            }
        }
    }

    @Test
    void shouldReadWholeNumbers() {
        SplittableRandom random = new SplittableRandom(6);
        for (String text : new String[] {
            "0", "-0", "007", "999999999999999999", "-999999999999999999", "9223372036854775807", "-9223372036854775808"
        }) {
            assertEquals(Long.parseLong(text), whole(text), text);
        }
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertEquals(number, whole(Long.toString(number)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "1.0",
                "1e3",
                " 1",
                "1 ",
                "--1",
                "1-",
                "0x1",
                ":",
                "/",
                "9223372036854775808",
                "00000000000000000000",
                "٢"
            })
    void shouldRefuseOtherWholeNumbers(String text) {
        assertThrows(NumberFormatException.class, () -> whole(text), text);
    }

    @Test
    void shouldReadLongFieldsAndThoseAfterThem() {
        for (int digits : new int[] {70, 5_000, 3, 40}) {
            assertSameBits("1." + "7".repeat(digits) + "e2");
            assertEquals(digits, whole(Integer.toString(digits)));
        }
    }
}
