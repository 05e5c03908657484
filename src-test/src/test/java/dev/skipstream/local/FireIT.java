package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged job, exactly once, on a cluster whose processes are killed while 200 sensors stream: what comes out must
 * be what an undisturbed run gives. {@code ./mvnw -Psoak verify} kills more, three times.
 */
class FireIT {
    private static final int KILLS = Integer.getInteger("fire.kills", 4);

    @TempDir
    private Path home;

    static Stream<Long> seeds() {
        return Stream.of(System.getProperty("fire.seeds", "1").split(",")).map(seed -> Long.valueOf(seed.strip()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldLoseAndDoubleNothingWhenProcessesAreKilled(long seed) throws Exception {
        FireReport report;
        try (FireRun run = FireRun.start(home, seed)) {
            report = run.burn(KILLS);
        }
        report.write(Pom.ROOT.resolve("src-test/target/fire"));
        assertEquals(0, report.lost(), report.toString());
        assertEquals(0, report.doubled(), report.toString());
    }
}
