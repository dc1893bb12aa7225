package io.noderesource.inventory;

import java.util.Objects;

/**
 * The ten characters of {@code lv_attr}, decoded (lvs(8), "lv_attr bits").
 *
 * @param raw the characters as LVM gave them
 * @param type what the volume is
 * @param writable whether it may be written
 * @param state whether it is active, and how
 * @param open whether somebody has it open
 * @param health what is wrong with it
 * @param skipActivation whether it is skipped by ordinary activation
 */
public record LvAttributes(
        String raw, Type type, boolean writable, State state, boolean open, Health health, boolean skipActivation) {

    /** First character: what the volume is. */
    public enum Type {
        CACHE('C'),
        MIRROR('m', 'M'),
        ORIGIN('o'),
        ORIGIN_MERGING('O'),
        RAID('r', 'R'),
        SNAPSHOT('s'),
        SNAPSHOT_MERGING('S'),
        PVMOVE('p'),
        VIRTUAL('v'),
        IMAGE('i', 'I'),
        LOG('l'),
        CONVERTING('c'),
        THIN_VOLUME('V'),
        THIN_POOL('t'),
        POOL_DATA('T'),
        POOL_METADATA('e'),
        VDO_POOL('d'),
        VDO_POOL_DATA('D'),
        INTEGRITY('g'),
        PLAIN('-'),
        UNKNOWN();

        private final String characters;

        Type(char... characters) {
            this.characters = new String(characters);
        }
    }

    /** Fifth character: whether it is active. */
    public enum State {
        ACTIVE('a'),
        HISTORICAL('h'),
        SUSPENDED('s'),
        INVALID_SNAPSHOT('I'),
        SUSPENDED_INVALID_SNAPSHOT('S'),
        MERGE_FAILED('m'),
        SUSPENDED_MERGE_FAILED('M'),
        MAPPED_WITHOUT_TABLES('d'),
        MAPPED_WITH_INACTIVE_TABLE('i'),
        CHECK_NEEDED('c'),
        SUSPENDED_CHECK_NEEDED('C'),
        INACTIVE('-'),
        UNKNOWN('X');

        private final char character;

        State(char character) {
            this.character = character;
        }
    }

    /** Ninth character: what is wrong with it. */
    public enum Health {
        OK('-'),
        PARTIAL('p'),
        REFRESH_NEEDED('r'),
        MISMATCHES('m'),
        WRITE_MOSTLY('w'),
        RESHAPING('s'),
        RESHAPE_REMOVED('R'),
        FAILED('F'),
        OUT_OF_DATA_SPACE('D'),
        METADATA_READ_ONLY('M'),
        WRITECACHE_ERROR('E'),
        UNKNOWN('X');

        private final char character;

        Health(char character) {
            this.character = character;
        }
    }

    public LvAttributes {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(health, "health");
    }

    /**
     * Decodes {@code lv_attr}; characters that this version does not know become {@code UNKNOWN}, never a failure.
     *
     * @param raw the characters; LVM gives ten, older versions fewer
     */
    public static LvAttributes decode(String raw) {
        Type type = Type.UNKNOWN;
        for (Type t : Type.values()) {
            if (t.characters.indexOf(at(raw, 0)) >= 0) {
                type = t;
            }
        }
        State state = State.UNKNOWN;
        for (State s : State.values()) {
            if (s.character == at(raw, 4)) {
                state = s;
            }
        }
        Health health = Health.UNKNOWN;
        for (Health h : Health.values()) {
            if (h.character == at(raw, 8)) {
                health = h;
            }
        }
        return new LvAttributes(raw, type, at(raw, 1) == 'w', state, at(raw, 5) == 'o', health, at(raw, 9) == 'k');
    }

    private static char at(String raw, int index) {
        return index < raw.length() ? raw.charAt(index) : '?';
    }
}
