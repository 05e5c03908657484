package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumberTest {
    private static double decimal(String text) { // with other bytes around it
        return PlainNumber.decimal(("9" + text + "9").getBytes(StandardCharsets.UTF_8), 1, 1 + text.length());
    }

    private static long whole(String text) {
        return PlainNumber.whole(("9" + text + "9").getBytes(StandardCharsets.UTF_8), 1, 1 + text.length());
    }

    private static void assertSameBits(String text) {
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
                "1.5e+00"
            })
    void shouldReadPlainDecimals(String text) {
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
                "1e100",
                "1e005",
                "--1",
                "+-1",
                "1-",
                "1..",
                "1.2.3",
                "1,2",
                " 1",
                "1 ",
                "1f",
                "0x1",
                "NaN",
                "Infinity",
                "1_0",
                "1e23",
                "1e-23",
                "0.1e-22",
                "9007199254740993",
                "-9007199254740993",
                "0000000000000000001",
                "1234567890123456789",
                "99999999999999999999999999999999999999",
                ":",
                "/"
            })
    void shouldLeaveOtherDecimalsToTheCaller(String text) {
        assertTrue(Double.isNaN(decimal(text)), text);
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
    void shouldReadPlainWholeNumbers() {
        SplittableRandom random = new SplittableRandom(6);
        for (String text : new String[] {"0", "-0", "007", "999999999999999999", "-999999999999999999"}) {
            assertEquals(Long.parseLong(text), whole(text), text);
        }
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong() / 10 >> random.nextInt(60);
            assertEquals(number, whole(Long.toString(number)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "+1", "1.0", "1e3", " 1", "1 ", "--1", "1-", "0x1", ":", "/", "1000000000000000000"})
    void shouldLeaveOtherWholeNumbersToTheCaller(String text) {
        assertEquals(PlainNumber.NO_WHOLE, whole(text), text);
    }
}
