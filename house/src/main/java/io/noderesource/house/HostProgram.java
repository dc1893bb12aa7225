package io.noderesource.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The system's own programs: they set scenes up, and say what is really there. */
public final class HostProgram {

    private HostProgram() {}

    /**
     * What became of one.
     *
     * @param status its exit status
     * @param output what it printed to standard output, without blanks around it
     * @param errors what it printed to standard error
     */
    public record Result(int status, String output, String errors) {}

    /**
     * Runs one that has to succeed.
     *
     * @param command its name and its arguments
     * @return what it printed to standard output, without blanks around it
     */
    public static String run(String... command) {
        Result result = attempt(command);
        assertThat(result.status)
                .as("%s: %s %s", String.join(" ", command), result.output, result.errors)
                .isZero();
        return result.output;
    }

    /**
     * Runs one that may fail, as an ordinary user without any privilege.
     *
     * @param command its name and its arguments
     * @return what became of it
     */
    public static Result asNobody(String... command) {
        List<String> words =
                new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
        words.addAll(List.of(command));
        return attempt(words.toArray(String[]::new));
    }

    /**
     * Runs one that may fail.
     *
     * @param command its name and its arguments
     * @return what became of it
     */
    public static Result attempt(String... command) {
        try {
            File errors = File.createTempFile("program", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(errors)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            String said = Files.readString(errors.toPath());
            Files.delete(errors.toPath());
            return new Result(status, output.strip(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
