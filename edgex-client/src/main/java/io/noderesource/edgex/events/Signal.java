package io.noderesource.edgex.events;

/** What a connection says, in the order in which it says it. */
sealed interface Signal {

    /** Which connection of the watch says it. */
    int connection();

    /** It is there. */
    record Connected(int connection) implements Signal {}

    /** It is gone. */
    record Lost(int connection, Throwable cause) implements Signal {}

    /** A message came over it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(int connection, String topic, byte[] payload) implements Signal {}
}
