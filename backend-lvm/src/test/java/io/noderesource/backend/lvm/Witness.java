package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/** The system's own tools: they set scenes up, and say what is really there. */
final class Witness {

    private Witness() {}

    /** Runs a command that has to succeed, and returns what it prints to standard output. */
    static String run(String... command) {
        Result result = attempt(command);
        assertThat(result.status)
                .as("%s: %s", Arrays.toString(command), result.errors)
                .isZero();
        return result.output;
    }

    /** Runs a command that may fail. */
    static Result attempt(String... command) {
        try {
            File errors = File.createTempFile("witness", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(errors)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            String said = Files.readString(errors.toPath());
            Files.delete(errors.toPath());
            return new Result(status, output, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What became of a command. */
    record Result(int status, String output, String errors) {}

    /** The names of the volume groups that the system's own LVM sees. */
    static List<String> volumeGroups() {
        return words(run("vgs", "--noheadings", "-o", "vg_name"));
    }

    /** The devices of a volume group as the system's own LVM sees them. */
    static List<String> devicesOf(String group) {
        return words(run("pvs", "--noheadings", "-o", "pv_name", "-S", "vg_name=" + group));
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(w -> !w.isEmpty())
                .sorted()
                .toList();
    }

    /** Takes down whatever a test has left and makes the devices blank. */
    static void blank(List<String> devices) {
        attempt("swapoff", "-a");
        attempt("losetup", "-D");
        attempt("dmsetup", "remove_all");
        for (String device : devices) {
            attempt("blockdev", "--setrw", device);
            run("blkdiscard", "-f", "-z", device);
            // Partitions go with their table.
            attempt("blockdev", "--rereadpt", device);
        }
        run("udevadm", "settle");
    }
}
