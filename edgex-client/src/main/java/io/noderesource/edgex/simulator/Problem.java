package io.noderesource.edgex.simulator;

/** A request that ends in an error answer; never leaves the simulator. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Problem(int status, String message) {
        super(message);
        this.status = status;
    }

    static Problem invalid(String message) {
        return new Problem(400, message);
    }

    static Problem notFound(String message) {
        return new Problem(404, message);
    }

    static Problem conflict(String message) {
        return new Problem(409, message);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
