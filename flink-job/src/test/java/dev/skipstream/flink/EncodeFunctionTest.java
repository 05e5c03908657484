package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.HeadKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

class EncodeFunctionTest {
    private static final int MOST = 1_200; // bytes

    private static ClassifiedSequence result(int outputs) {
        return new ClassifiedSequence(
                "pümp",
                3,
                300,
                399,
                1_000,
                1_090,
                HeadKind.LINEAR,
                new String[0],
                -1,
                new float[0],
                new float[outputs],
                9,
                true,
                0,
                new long[0],
                "m@1",
                "ab");
    }

    @SuppressWarnings("try") // the super class closes with any Exception
    private static final class Harness extends OneInputStreamOperatorTestHarness<ClassifiedSequence, ResultRecord> {
        Harness() throws Exception {
            super(new ProcessOperator<>(new EncodeFunction("classifications", MOST)));
        }

        Object accumulated(String name) {
            return getEnvironment()
                    .getAccumulatorRegistry()
                    .getUserMap()
                    .get(name)
                    .getLocalValue();
        }
    }

    @Test
    void shouldEncodeTheResultUnderItsSensor() throws Exception {
        Harness harness = new Harness();
        harness.open();
        harness.processElement(result(2), 0);
        ResultRecord record = harness.extractOutputValues().get(0);
        assertArrayEquals("pümp".getBytes(StandardCharsets.UTF_8), record.key());
        assertArrayEquals(ResultJson.encode(result(2)), record.value());
        harness.close();
    }

    @Test
    void shouldDropWhatTheTopicWouldRefuseAndNothingSmaller() throws Exception {
        Harness harness = new Harness();
        harness.open();
        int sent = 300;
        for (int outputs = 0; outputs < sent; outputs++) {
            harness.processElement(result(outputs), 0);
        }
        List<ResultRecord> passed = harness.extractOutputValues();
        for (ResultRecord record : passed) {
            int bytes = AbstractRecords.estimateSizeInBytesUpperBound(
                    RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, record.key(), record.value(), new Header[0]);
            assertTrue(bytes <= MOST, "a batch of " + bytes + " bytes would be refused");
        }
        int largest = passed.get(passed.size() - 1).value().length;
        assertTrue(largest > MOST - 110, "dropped after one of " + largest + " bytes");
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        Harness restored = new Harness();
        restored.initializeState(state);
        restored.open();
        restored.processElement(result(sent), 0);
        restored.close();
        assertEquals(sent - passed.size() + 1L, restored.accumulated(EncodeFunction.DROPPED));
    }

    @Test
    void shouldTellOfTheFirstDroppedResultAndCountTheOthers() throws Exception {
        List<String> told = new ArrayList<>();
        AbstractAppender appender = new AbstractAppender("told", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                told.add(event.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        Logger logger = (Logger) LogManager.getLogger(EncodeFunction.class);
        logger.addAppender(appender);
        Harness harness = new Harness();
        try {
            harness.open();
            for (int i = 0; i < 20; i++) {
                harness.processElement(result(MOST), 0);
            }
            harness.close();
        } finally {
            logger.removeAppender(appender);
        }
        assertEquals(1, told.size(), told.toString());
        assertTrue(told.get(0).contains("sensor pümp sequence 3 does not fit topic classifications"), told.get(0));
        assertEquals(20L, harness.accumulated(EncodeFunction.DROPPED));
    }
}
