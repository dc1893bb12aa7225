package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Native;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real libraries, in a process, or a machine, that is gone right after a number of changes. */
public final class CutOffNdctl {

    /** The status of a process that has ended there. */
    public static final int STATUS = 137;

    private static final Pattern CHANGE =
            Pattern.compile("(_set_|_enable|_disable|_delete|_init_labels|_online|_offline)");
    private static final Pattern NO_CHANGE = Pattern.compile("_is_|_set_log_");

    private CutOffNdctl() {}

    /**
     * Loads them.
     *
     * @param changes after how many changes the process ends
     */
    public static Ndctl load(int changes) {
        return load(changes, () -> Runtime.getRuntime().halt(STATUS));
    }

    /**
     * Loads them.
     *
     * @param changes after how many changes it ends
     * @param end ends the process, or the machine
     */
    public static Ndctl load(int changes, Runnable end) {
        AtomicInteger left = new AtomicInteger(changes);
        return new Ndctl(
                cutOff(LibNdctl.class, Native.load("libndctl.so.6", LibNdctl.class), left, end),
                cutOff(LibDaxctl.class, Native.load("libdaxctl.so.1", LibDaxctl.class), left, end));
    }

    /**
     * Loads them; something happens right before the first call of a function of libndctl.
     *
     * @param function its name
     * @param event what happens
     */
    public static Ndctl before(String function, Runnable event) {
        LibNdctl library = Native.load("libndctl.so.6", LibNdctl.class);
        AtomicBoolean happened = new AtomicBoolean();
        LibNdctl watched = (LibNdctl) Proxy.newProxyInstance(
                LibNdctl.class.getClassLoader(), new Class<?>[] {LibNdctl.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(function) && happened.compareAndSet(false, true)) {
                        event.run();
                    }
                    return invoked(library, called, arguments);
                });
        return new Ndctl(watched, Native.load("libdaxctl.so.1", LibDaxctl.class));
    }

    private static @Nullable Object invoked(Object library, Method function, Object[] arguments) throws Throwable {
        try {
            return function.invoke(library, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T cutOff(Class<T> functions, T library, AtomicInteger left, Runnable end) {
        return functions.cast(Proxy.newProxyInstance(
                functions.getClassLoader(), new Class<?>[] {functions}, (proxy, function, arguments) -> {
                    Object result = invoked(library, function, arguments);
                    String name = function.getName();
                    if (CHANGE.matcher(name).find() && !NO_CHANGE.matcher(name).find() && left.decrementAndGet() == 0) {
                        System.out.println("cut off after " + name);
                        System.out.flush();
                        end.run();
                    }
                    return result;
                }));
    }
}
