package dev.skipstream.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParetoPictureTest {
    @TempDir
    private Path folder;

    private static ModelPoint point(String label, double accuracy, double updates) {
        return new ModelPoint(label, "skip-gru", "32", accuracy, updates, 1000 * updates, "");
    }

    @Test
    void shouldJoinOnlyWhatNoOtherSurpasses() {
        List<ModelPoint> points = List.of(
                point("dear", 0.99, 50),
                point("cheap", 0.95, 5),
                point("surpassed", 0.94, 6),
                point("equal but dearer", 0.95, 7),
                point("middle", 0.98, 10));
        assertEquals(
                List.of("cheap", "middle", "dear"),
                ParetoPicture.front(points, ParetoPicture.Cost.UPDATES).stream()
                        .map(ModelPoint::label)
                        .toList());
    }

    @Test
    void shouldReadATableWithOrWithoutTasks() throws IOException {
        Path file = Files.writeString(
                folder.resolve("models.csv"),
                "note,label,cell,units,accuracy,updates,flops\nx,a,gru,110,0.99,100,7350000\n");
        assertEquals(List.of(new ModelPoint("a", "gru", "110", 0.99, 100, 7_350_000, "")), ModelPoint.read(file));
        Files.writeString(file, "label,cell,units,accuracy,updates,flops,task\na,gru,110,0.99,100,7350000,1 ms\n");
        assertEquals("1 ms", ModelPoint.read(file).get(0).task());
    }

    @Test
    void shouldNameTheLineOfAnAccuracyInPercent() throws IOException {
        Path file = Files.writeString(
                folder.resolve("models.csv"), "label,cell,units,accuracy,updates,flops\na,gru,110,99,100,7350000\n");
        String message = assertThrows(IllegalArgumentException.class, () -> ModelPoint.read(file))
                .getMessage();
        assertTrue(message.endsWith("models.csv:2: accuracy must be 0 to 1, found 99.0"), message);
    }
}
