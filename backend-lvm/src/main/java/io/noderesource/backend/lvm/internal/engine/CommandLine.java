package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import java.util.ArrayList;
import java.util.List;

/**
 * One LVM command as words, of which none can be read as anything but what it is meant to be.
 *
 * <p>{@code lvm2_run} takes one string and splits it itself ({@code lvm_split} in lvm2's {@code tools/lvmcmdline.c}):
 * at white space; a word that starts with a quote runs to the same quote, and there is no escape; a word that starts
 * with {@code #} ends the line; 64 words are too many. So values from outside may hold none of these characters.
 *
 * @param words the command's name and its arguments
 */
record CommandLine(List<String> words) {

    /** The most words that a command may have. */
    static final int MAX_WORDS = 63;

    CommandLine {
        words = List.copyOf(words);
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException("more than " + MAX_WORDS + " words: " + words);
        }
    }

    /** Starts a command. */
    static Builder of(String command) {
        return new Builder(command);
    }

    /** The command's name. */
    String name() {
        return words.get(0);
    }

    /** The form that {@code lvm2_run} takes. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            boolean quote = word.chars().anyMatch(c -> c == ' ' || c == '"');
            line.append(line.isEmpty() ? "" : " ").append(quote ? "'" + word + "'" : word);
        }
        return line.toString();
    }

    /** Builds a command; not thread-safe. */
    static final class Builder {
        private final List<String> words = new ArrayList<>();
        private boolean operands;

        private Builder(String command) {
            words.add(command);
        }

        /** Adds words that this program wrote itself. */
        Builder add(String... own) {
            words.addAll(List.of(own));
            return this;
        }

        /** Adds {@code --config}; the text may hold blanks and double quotes, but neither single quotes nor line ends. */
        Builder config(String text) {
            if (text.chars().anyMatch(c -> c == '\'' || c < ' ')) {
                throw bad("setting", text);
            }
            return add("--config", text);
        }

        /** Adds an option with a value from outside. */
        Builder option(String option, String value) {
            return add(option, checked(option, value));
        }

        /** Adds operands from outside, behind the end of the options. */
        Builder operands(String... values) {
            return operands(List.of(values));
        }

        /** Adds operands from outside, behind the end of the options. */
        Builder operands(List<String> values) {
            if (!operands) {
                words.add("--");
                operands = true;
            }
            values.forEach(v -> words.add(checked("operand", v)));
            return this;
        }

        CommandLine build() {
            return new CommandLine(words);
        }

        private static String checked(String what, String value) {
            boolean good = !value.isEmpty()
                    && value.charAt(0) != '-'
                    && value.charAt(0) != '#'
                    && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\'' && c != '"');
            if (!good) {
                throw bad(what, value);
            }
            return value;
        }

        private static NodeResourceException bad(String what, String value) {
            return new NodeResourceException(
                    LvmErrorCode.BAD_ARGUMENT,
                    "cannot pass '" + value + "' to LVM (" + what
                            + "): quotes, blanks and a leading # or - have a meaning there; rename it");
        }
    }
}
