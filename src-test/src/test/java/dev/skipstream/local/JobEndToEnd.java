package dev.skipstream.local;

/** Everything the job must do from topic to topic, on whatever broker a subclass starts. */
abstract class JobEndToEnd
        implements GoldenJobTests,
                LossyStreamTests,
                SequenceModeTests,
                RejectedRecordTests,
                JobSettingsTests,
                ModelSwapTests {}
