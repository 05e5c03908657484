package dev.skipstream.local;

import dev.skipstream.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop
class CsvPacketsFuzzTest {
    @TempDir
    private Path folder;

    @Test
    void shouldUnderstandOrRefuseAnyCsvToReplay() {
        Path file = folder.resolve("fuzz.csv");
        byte[] seed = "sensor,seq,time,value\na,0,0,1\nb,,,2.5\nc,1,2,3,4\n".getBytes(StandardCharsets.UTF_8);
        Fuzz.run("replayed CSV", List.of(seed), List.of("sensor,seq"), IllegalArgumentException.class, input -> {
            Files.write(file, input);
            CsvPackets.check(file, false);
        });
    }
}
