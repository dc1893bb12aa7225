package io.noderesource.edgex.events;

import java.lang.System.Logger.Level;

/** The log of this package: only for what a user's or a library's code throws where nobody can catch it. */
final class Logs {

    private static final System.Logger LOG = System.getLogger(EventWatch.class.getName());

    private Logs() {}

    static void failed(String what, Throwable cause) {
        LOG.log(Level.WARNING, what + " failed", cause);
    }
}
