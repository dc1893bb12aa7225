package io.noderesource.spi;

import java.util.List;

/** Whether a backend can work on this node. */
public sealed interface Availability {

    /**
     * It can.
     *
     * @param version what it works with, such as {@code liblvm2cmd 2.03.16(2)}
     * @param notes what else is worth knowing, such as a kernel feature that is missing
     */
    record Ready(String version, List<String> notes) implements Availability {
        public Ready {
            notes = List.copyOf(notes);
        }
    }

    /**
     * It cannot.
     *
     * @param what what is missing
     * @param remedy what to install or to change
     */
    record Missing(String what, String remedy) implements Availability {}
}
