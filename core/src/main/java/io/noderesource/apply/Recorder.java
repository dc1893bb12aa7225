package io.noderesource.apply;

import jdk.jfr.FlightRecorder;

/**
 * Tells whether anybody may want events of JDK Flight Recorder.
 *
 * <p>As soon as a class of events is loaded, the JVM prepares all of the recorder, also where nothing is recorded, which takes
 * a part of each start. A recording that begins later has the events from then on.
 */
final class Recorder {

    private Recorder() {}

    static boolean isThere() {
        return FlightRecorder.isInitialized();
    }
}
