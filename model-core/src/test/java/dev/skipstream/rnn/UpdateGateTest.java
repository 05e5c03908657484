package dev.skipstream.rnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UpdateGateTest {
    /** Steps the rule itself: the definition that the closed form must equal. */
    private static long stepped(float increment, long limit) {
        for (long n = 1; n <= limit; n++) {
            if (UpdateGate.updates(UpdateGate.probability(n, increment))) {
                return n;
            }
        }
        return UpdateGate.NEVER;
    }

    /** The definition where stepping would take too long: this n updates, and the one before it does not. */
    private static void assertLeast(float increment) {
        long n = UpdateGate.samplesToNextUpdate(increment);
        String where = "increment " + increment + ", n " + n;
        if (n == UpdateGate.NEVER) {
            assertFalse(UpdateGate.updates(UpdateGate.probability(Long.MAX_VALUE - (1L << 38) - 1, increment)), where);
            return;
        }
        assertTrue(UpdateGate.updates(UpdateGate.probability(n, increment)), where);
        assertTrue(n == 1 || !UpdateGate.updates(UpdateGate.probability(n - 1, increment)), where);
    }

    @Test
    void shouldCountDownAsTheSteppedRuleForAMillionIncrements() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            float increment = (float) (random.nextDouble() * (i % 2 == 0 ? 1 : 0.05)) + 1e-3f;
            assertEquals(stepped(increment, 1000), UpdateGate.samplesToNextUpdate(increment), () -> "" + increment);
        }
    }

    @Test
    void shouldCountDownExactlyAroundEveryQuotientOfOneHalf() {
        for (int n = 1; n <= 200_000; n++) {
            float increment = 0.5f / n;
            assertLeast(increment);
            assertLeast(Math.nextUp(increment));
            assertLeast(Math.nextDown(increment));
        }
    }

    @Test
    void shouldCountDownExactlyForEveryMagnitudeOfIncrement() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1_000_000; i++) {
            assertLeast(Float.intBitsToFloat(random.nextInt(1, Float.floatToIntBits(1f) + 1)));
            assertLeast((float) StrictMath.pow(10, -random.nextDouble(30)));
        }
        for (int exponent = 20; exponent <= 66; exponent++) {
            float increment = (float) (0.5 / StrictMath.pow(2, exponent));
            assertLeast(increment);
            assertLeast(Math.nextUp(increment));
            assertLeast(Math.nextDown(increment));
        }
    }

    @Test
    void shouldNeverUpdateAgainWhenTheIncrementIsZeroOrTooSmallForALongCount() {
        assertEquals(UpdateGate.NEVER, UpdateGate.samplesToNextUpdate(0f));
        assertEquals(UpdateGate.NEVER, UpdateGate.samplesToNextUpdate(Float.NaN));
        assertEquals(UpdateGate.NEVER, UpdateGate.samplesToNextUpdate(Float.MIN_VALUE));
        assertEquals(UpdateGate.NEVER, UpdateGate.samplesToNextUpdate(1e-30f));
    }

    @Test
    void shouldUpdateAtExactlyOneHalf() {
        assertEquals(0.5f, UpdateGate.increment(0f));
        assertTrue(UpdateGate.updates(0.5f));
        assertFalse(UpdateGate.updates(Math.nextDown(0.5f)));
        assertEquals(1, UpdateGate.samplesToNextUpdate(0.5f));
        assertEquals(2, UpdateGate.samplesToNextUpdate(0.25f));
    }

    @Test
    void shouldKeepRelativePrecisionInSmallIncrements() {
        for (float logit = -80; logit < 20; logit += 0.37f) {
            double exact = 1 / (1 + StrictMath.exp(-(double) logit));
            assertEquals(exact, UpdateGate.increment(logit), exact * 6e-8 + Float.MIN_VALUE, "logit " + logit);
        }
    }

    @Test
    void shouldSkipAsTheReferencesProductRule() throws IOException {
        try (InputStream in = UpdateGateTest.class.getResourceAsStream("/golden/gate_only.json")) {
            JsonNode rows = JsonMapper.builder().build().readTree(in).path("rows");
            int compared = 0;
            for (JsonNode row : rows) {
                double increment = row.path("delta_u_tilde").doubleValue();
                JsonNode expected = row.path("n_skip_eq6_product_f32");
                if (expected.isIntegralNumber() && expected.intValue() >= 0) {
                    assertEquals(
                            expected.longValue() + 1,
                            UpdateGate.samplesToNextUpdate((float) increment),
                            "increment " + increment);
                    compared++;
                }
            }
            assertTrue(compared > 5, "compared " + compared);
        }
    }
}
