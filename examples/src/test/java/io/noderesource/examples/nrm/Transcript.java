package io.noderesource.examples.nrm;

import java.io.Writer;
import java.util.concurrent.TimeUnit;

/** Keeps what is written, for another thread to wait for. */
final class Transcript extends Writer {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final StringBuilder text = new StringBuilder();

    Transcript() {
        super(new Object());
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        synchronized (lock) {
            text.append(buffer, offset, length);
            lock.notifyAll();
        }
    }

    /** Waits until a text was written that often. */
    void await(String wanted, int times) {
        long giveUp = System.nanoTime() + PATIENCE;
        synchronized (lock) {
            while (count(wanted) < times) {
                long left = TimeUnit.NANOSECONDS.toMillis(giveUp - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("'" + wanted + "' was not said " + times + " times, but:\n" + text);
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    private int count(String wanted) {
        int count = 0;
        for (int i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + 1)) {
            count++;
        }
        return count;
    }

    String text() {
        synchronized (lock) {
            return text.toString();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
