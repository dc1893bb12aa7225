package io.noderesource.edgex.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    private static final EventTopics TOPICS = EventTopics.DEFAULT;

    @Test
    void filtersAreUnderThePrefix() {
        assertThat(TOPICS.systemEvents()).isEqualTo("edgex/system-events/#");
        assertThat(TOPICS.readings()).isEqualTo("edgex/events/#");
        assertThat(EventTopics.under("plant/3").systemEvents()).isEqualTo("plant/3/system-events/#");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edgex/", "/edgex", "a//b", "a/#", "+"})
    void prefixThatIsNoneIsRefused(String prefix) {
        assertThatThrownBy(() -> EventTopics.under(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a prefix of topics");
    }

    @Test
    void systemEventOfADeviceHasAProfile() {
        assertThat(TOPICS.parseSystemEvent("edgex/system-events/core-metadata/device/add/device-virtual/brew-kettle"))
                .contains(new SystemEventTopic("core-metadata", "device", "add", "device-virtual", "brew-kettle"));
    }

    @Test
    void systemEventOfAServiceHasNoProfile() {
        assertThat(TOPICS.parseSystemEvent("edgex/system-events/core-metadata/deviceservice/update/quay-service"))
                .contains(new SystemEventTopic("core-metadata", "deviceservice", "update", "quay-service", null));
    }

    @Test
    void whatIsMadeIsParsed() {
        assertThat(TOPICS.parseSystemEvent(TOPICS.systemEvent("deviceprofile", "delete", "core-metadata")))
                .contains(new SystemEventTopic("core-metadata", "deviceprofile", "delete", "core-metadata", null));
        assertThat(TOPICS.parseReadings(TOPICS.readings("svc", "prof", "dev", "src")))
                .contains(new ReadingsTopic("svc", "prof", "dev", "src"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edgex/system-events/core-metadata/device/add",
                "edgex/system-events/core-metadata/device/add/a/b/c",
                "edgex/system-eventsX/core-metadata/device/add/a/b",
                "other/system-events/core-metadata/device/add/a/b",
                "edgex/system-events",
                ""
            })
    void topicThatIsNoneOfSystemEventsIsNotParsed(String topic) {
        assertThat(TOPICS.parseSystemEvent(topic)).isEmpty();
    }

    @Test
    void readingsComeFromServicesAndThroughCoreData() {
        ReadingsTopic names = new ReadingsTopic("device-virtual", "brew-kettle", "kettle-east", "Level");
        assertThat(TOPICS.parseReadings("edgex/events/device/device-virtual/brew-kettle/kettle-east/Level"))
                .contains(names);
        assertThat(TOPICS.parseReadings("edgex/events/core/device-virtual/brew-kettle/kettle-east/Level"))
                .contains(names);
    }

    @Test
    void nameWithASlashThatIsNotEscapedMakesTheTopicUnreadable() {
        assertThat(TOPICS.parseReadings("edgex/events/device/svc/prof/bad name/x/src"))
                .isEmpty();
        assertThat(TOPICS.parseReadings("edgex/events/device/svc/prof/bad%20name%2Fx/src"))
                .contains(new ReadingsTopic("svc", "prof", "bad name/x", "src"));
    }

    /** The right column is what Go's {@code common.URLEncode} gives. */
    @ParameterizedTest
    @CsvSource({
        "kettle, kettle",
        "kettle-north, kettle%2Dnorth",
        "a.b_c~d+e, a%2Eb%5Fc%7Ed%2Be",
        "bad name/x, bad%20name%2Fx",
        "100%, 100%25",
        "罐, %E7%BD%90",
        "a:b;c=d@e$f&g, a:b%3Bc=d@e$f&g",
        "'a,b?c#d', a%2Cb%3Fc%23d",
    })
    void namesAreEscapedAsGoDoes(String name, String escaped) {
        assertThat(NameFieldEscape.escape(name)).isEqualTo(escaped);
        assertThat(NameFieldEscape.unescape(escaped)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kettle-north",
                "Random_Integer.Device~1",
                "a+b",
                "罐",
                "bad name",
                "100%",
                "%",
                "%4",
                "%zz",
                "%e7",
                "%FF",
                "a%2"
            })
    void nameThatNoEscapingCanHaveGivenIsItself(String name) {
        assertThat(NameFieldEscape.unescape(name)).isEqualTo(name);
    }

    @Test
    void everyNameComesBack() {
        long seed = new Random().nextLong();
        System.out.println("TopicsTest.everyNameComesBack: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            String name = random.ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .map(c -> random.nextBoolean() ? c % 0x80 : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String escaped = NameFieldEscape.escape(name);
            assertThat(escaped).matches("[A-Za-z0-9%$&=:@]*");
            assertThat(NameFieldEscape.unescape(escaped)).isEqualTo(name);
        }
    }

    @Test
    void otherBusesSpellTopicsTheirWay() {
        assertThat(TopicForm.MQTT.ofMqtt("edgex/system-events/+/device/#")).isEqualTo("edgex/system-events/+/device/#");
        assertThat(TopicForm.REDIS.ofMqtt("edgex/system-events/+/device/#"))
                .isEqualTo("edgex.system-events.*.device.*");
        assertThat(TopicForm.NATS.ofMqtt("edgex/system-events/+/device/#")).isEqualTo("edgex.system-events.*.device.>");
        assertThat(TopicForm.REDIS.toMqtt("edgex.events.device.svc.prof.dev.src"))
                .isEqualTo("edgex/events/device/svc/prof/dev/src");
        assertThat(TopicForm.NATS.toMqtt("edgex.events.device.svc.prof.dev.src"))
                .isEqualTo("edgex/events/device/svc/prof/dev/src");
    }

    /** After MQTT 5.0, 4.7.1. */
    @ParameterizedTest
    @CsvSource({
        "a/#, a/b, true",
        "a/#, a/b/c, true",
        "a/#, a, true",
        "a/#, ab, false",
        "#, a/b, true",
        "a/+, a/b, true",
        "a/+, a/b/c, false",
        "a/+, a, false",
        "+/+/c, a/b/c, true",
        "a/b, a/b, true",
        "a/b, a/b/c, false",
        "a/b/c, a/b, false",
    })
    void filtersMatchAsInMqtt(String filter, String topic, boolean matches) {
        assertThat(InProcessBus.matches(filter, topic)).isEqualTo(matches);
    }
}
