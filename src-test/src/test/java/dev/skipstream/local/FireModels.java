package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The two models of a fire: one that the job begins with and one that is announced while it burns. */
final class FireModels {
    static final String FIRST = "frequency@1";
    static final String SECOND = "frequency@2";

    private static final Path SHIPPED = Pom.ROOT.resolve("flink-job/src/main/resources/models");

    private final Path second;
    private int effectiveRound = -1;

    private FireModels(Path second) {
        this.second = second;
    }

    /** @param home takes the second model, which is the frugal one under the name of the first */
    static FireModels prepare(Path home) throws IOException {
        ModelFile frugal = ModelFile.read(SHIPPED.resolve("frequency-frugal.safetensors"));
        Path second = home.resolve("second.safetensors");
        ModelFile.write(second, frugal.config(), frugal.weights(), Map.of("name", "frequency", "version", "2"));
        return new FireModels(second);
    }

    Path first() {
        return SHIPPED.resolve("frequency.safetensors");
    }

    Path second() {
        return second;
    }

    /** Announces the second one, for sequences that begin at the time that the first sensor has in that round. */
    void announce(String servers, String topic, int round) {
        effectiveRound = round;
        CommandRun run = CommandRun.of(
                "announce",
                second.toString(),
                "--models-topic",
                topic,
                "--bootstrap-servers",
                servers,
                "--effective-from",
                Long.toString(FireStream.START + round));
        assertEquals(0, run.exitCode(), run.toString());
    }

    int effectiveRound() {
        return effectiveRound;
    }

    /** Whether the second one serves a sequence with a first sample of this time. */
    boolean isSecond(long time) {
        return time >= FireStream.START + effectiveRound;
    }
}
