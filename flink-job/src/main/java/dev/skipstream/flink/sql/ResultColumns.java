package dev.skipstream.flink.sql;

import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.stream.SequenceResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;

/** A result as a row. Flink puts the columns of PARTITION BY before these, and rowtime after them if there is on_time. */
final class ResultColumns {
    private ResultColumns() {}

    /** The columns; times are told as the input tells them. */
    static DataType type(TimeColumn time) {
        DataType times = time.precision() < 0
                ? DataTypes.BIGINT()
                : time.zoned() ? DataTypes.TIMESTAMP_LTZ(3) : DataTypes.TIMESTAMP(3);
        return DataTypes.ROW(
                        DataTypes.FIELD("sequence", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("first_seq", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("last_seq", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("start_time", times.notNull()),
                        DataTypes.FIELD("end_time", times.notNull()),
                        DataTypes.FIELD("label", DataTypes.STRING()),
                        DataTypes.FIELD("probability", DataTypes.FLOAT()),
                        DataTypes.FIELD("labels", DataTypes.ARRAY(DataTypes.STRING())),
                        DataTypes.FIELD("probabilities", DataTypes.MAP(DataTypes.STRING(), DataTypes.FLOAT())),
                        DataTypes.FIELD(
                                "outputs", DataTypes.ARRAY(DataTypes.FLOAT()).notNull()),
                        DataTypes.FIELD("samples", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("updates", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("complete", DataTypes.BOOLEAN().notNull()),
                        DataTypes.FIELD("missing", DataTypes.BIGINT().notNull()),
                        DataTypes.FIELD("used", DataTypes.ARRAY(DataTypes.BIGINT())),
                        DataTypes.FIELD("model", DataTypes.STRING().notNull()),
                        DataTypes.FIELD("model_hash", DataTypes.STRING().notNull()))
                .notNull()
                .toInternal();
    }

    static RowData of(SequenceResult result, TimeColumn time) {
        RnnConfig config = result.model().rnn().config();
        Classification found = result.classification();
        boolean one = config.head() == HeadKind.SOFTMAX;
        boolean linear = config.head() == HeadKind.LINEAR;
        return GenericRowData.of(
                result.sequence(),
                result.firstSeq(),
                result.lastSeq(),
                time.toColumn(result.startTime()),
                time.toColumn(result.endTime()),
                one ? StringData.fromString(config.labels().get(found.label())) : null,
                one ? (Float) found.probabilities()[found.label()] : null,
                one || linear ? null : labelsOn(config.labels(), found.probabilities()),
                linear ? null : byLabel(config.labels(), found.probabilities()),
                new GenericArrayData(found.outputs()),
                result.lastSeq() - result.firstSeq() + 1,
                result.updates(),
                result.complete(),
                result.missing(),
                result.used().length == 0 ? null : new GenericArrayData(result.used()),
                StringData.fromString(result.model().stamp()),
                StringData.fromString(result.model().sha256()));
    }

    private static GenericArrayData labelsOn(List<String> labels, float[] probabilities) {
        List<StringData> on = new ArrayList<>();
        for (int o = 0; o < probabilities.length; o++) {
            if (Classification.isOn(probabilities[o])) {
                on.add(StringData.fromString(labels.get(o)));
            }
        }
        return new GenericArrayData(on.toArray());
    }

    private static GenericMapData byLabel(List<String> labels, float[] probabilities) {
        Map<StringData, Float> all = new LinkedHashMap<>();
        for (int o = 0; o < probabilities.length; o++) {
            all.put(StringData.fromString(labels.get(o)), probabilities[o]);
        }
        return new GenericMapData(all);
    }
}
