package io.noderesource.edgex.events;

/**
 * Hears what becomes of one connection to a bus. All its methods return at once and throw nothing, whatever they are given;
 * they may be called by any thread, also by several.
 */
public interface EventReceiver {

    /** The bus has confirmed the subscriptions. Only the first call counts. */
    void connected();

    /**
     * A message came.
     *
     * @param topic where it was published, in the form of MQTT ({@link TopicForm})
     * @param payload its bytes, which nobody changes from now on
     */
    void message(String topic, byte[] payload);

    /**
     * The connection has ended, or did not come about. Only the first call counts.
     *
     * @param cause why; its message goes into logs, so it holds no credentials
     */
    void lost(Throwable cause);
}
