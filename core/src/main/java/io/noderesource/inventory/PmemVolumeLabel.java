package io.noderesource.inventory;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name in the labels of a namespace that is one volume of a CSI driver: {@code nrv-}, four characters that stand for the driver, a
 * letter for the mode, a hyphen, and the volume's id; until the namespace is cleared, {@code .new} at its end. What is declared is never
 * made of such a namespace, and has names of another form.
 *
 * @param driver four digits or letters in lower case that stand for the driver
 * @param mode the mode that the namespace is to have; never {@link PmemNamespace.Mode#UNKNOWN}
 * @param volume the volume's id: at most 49 letters, digits, hyphens, underscores and dots, the first and the last a letter or a
 *     digit, and no {@code .new} at its end
 * @param cleared whether what lay there before is gone
 */
public record PmemVolumeLabel(String driver, PmemNamespace.Mode mode, String volume, boolean cleared) {

    private static final String UNFINISHED = ".new";

    /** A name in labels has at most 63 bytes ({@code NSLABEL_NAME_LEN} of the kernel). */
    private static final Pattern VOLUME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,47}[A-Za-z0-9])?");

    private static final Pattern DRIVER = Pattern.compile("[0-9a-z]{4}");

    private static final Pattern TEXT = Pattern.compile("nrv-([0-9a-z]{4})([fsrd])-(.+?)(\\.new)?");

    public PmemVolumeLabel {
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(volume, "volume");
        if (!DRIVER.matcher(driver).matches() || !isVolume(volume) || mode == PmemNamespace.Mode.UNKNOWN) {
            throw new IllegalArgumentException(
                    "no namespace of mode " + mode + " is named for the volume '" + volume + "' of '" + driver + "'");
        }
    }

    /** Tells whether a text can be the id of a volume. */
    public static boolean isVolume(String id) {
        return VOLUME.matcher(id).matches() && !id.endsWith(UNFINISHED);
    }

    /** Reads the name of a namespace; empty when it is no volume's. */
    public static Optional<PmemVolumeLabel> parse(String name) {
        Matcher parts = TEXT.matcher(name);
        return parts.matches() && isVolume(parts.group(3))
                ? mode(parts.group(2))
                        .map(mode -> new PmemVolumeLabel(parts.group(1), mode, parts.group(3), parts.group(4) == null))
                : Optional.empty();
    }

    private static Optional<PmemNamespace.Mode> mode(String letter) {
        return Arrays.stream(PmemNamespace.Mode.values())
                .filter(mode -> letter(mode).equals(letter))
                .findFirst();
    }

    private static String letter(PmemNamespace.Mode mode) {
        return switch (mode) {
            case FSDAX -> "f";
            case SECTOR -> "s";
            case RAW -> "r";
            case DEVDAX -> "d";
            case UNKNOWN -> "";
        };
    }

    /** The name that the volume's namespace has until it is cleared. */
    public PmemVolumeLabel unfinished() {
        return new PmemVolumeLabel(driver, mode, volume, false);
    }

    /** The name that the volume's namespace has when it is cleared. */
    public PmemVolumeLabel finished() {
        return new PmemVolumeLabel(driver, mode, volume, true);
    }

    /** The name as the labels have it. */
    public String text() {
        return "nrv-" + driver + letter(mode) + "-" + volume + (cleared ? "" : UNFINISHED);
    }
}
