package io.noderesource.edgex.internal.http;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service says of a failure. Core-command and others that ask on behalf of the caller put the whole answer of the
 * service behind them into their own message; here it is taken out again, for people to read. Nothing is decided by it.
 */
final class Reason {
    private static final Pattern PASSED_ON =
            Pattern.compile("request failed, status code: [0-9]{3}, err: (.*)", Pattern.DOTALL);

    /** More services than that are never in a row. */
    private static final int DEEPEST = 5;

    private Reason() {}

    /** The message of the service that failed first. */
    static String of(String message) {
        String reason = message;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Optional<String> inner = inner(reason);
            if (inner.isEmpty()) {
                return reason;
            }
            reason = inner.get();
        }
        return reason;
    }

    private static Optional<String> inner(String message) {
        Matcher passedOn = PASSED_ON.matcher(message);
        if (!passedOn.matches()) {
            return Optional.empty();
        }
        String answer = passedOn.group(1);
        try {
            return Json.parse(answer) instanceof Json.Obj object ? object.text("message") : Optional.of(answer);
        } catch (EdgexException noJson) {
            return Optional.of(answer);
        }
    }
}
