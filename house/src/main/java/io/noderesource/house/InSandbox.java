package io.noderesource.house;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks a test class that needs a kernel and disks of its own, and says which.
 *
 * <p>Its name ends in {@code SandboxTest}. Module {@code sandbox-tests} boots a sandbox for a few classes that ask for the
 * same machine and runs them there, one after another, in one JVM. Anywhere else, such as in an IDE, the class fails before it
 * touches a disk.
 *
 * <p>Classes share the machine: each leaves the disks it used as it found them, blank.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(InSandbox.Guard.class)
public @interface InSandbox {
    /**
     * The machine's disks, each {@code SIZE} or {@code SIZE:SERIAL} as {@code examples/sandbox/sandbox --disk} takes it. Without
     * a serial, disk N has {@code NR-DISK-N}.
     *
     * @return the disks
     */
    String[] disks() default {"1G", "1G", "1G", "1G", "1G", "1G"};

    /**
     * The machine's NVDIMMs, each a usable size as {@code examples/sandbox/sandbox --nvdimm} takes it.
     *
     * @return the NVDIMMs
     */
    String[] nvdimms() default {};

    /** Fails a class that is not run in the sandbox. */
    final class Guard implements BeforeAllCallback {
        /** Only the sandbox's guest has it: the share through which the guest reports its exit status. */
        private static final Path CONTROL_SHARE = Path.of("/run/sandbox/control");

        @Override
        public void beforeAll(ExtensionContext context) {
            if (!Files.isDirectory(CONTROL_SHARE)) {
                throw new IllegalStateException(context.getDisplayName()
                        + " writes to disks and was started outside the sandbox; start it with: mvn verify -Dsandbox.tests="
                        + context.getDisplayName());
            }
        }
    }
}
