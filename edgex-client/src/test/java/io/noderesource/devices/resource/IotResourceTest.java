package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.edgex.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IotResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {Resources.DEVICE, Resources.PROFILE, Resources.SERVICE})
    void everyFieldSurvives(String text) {
        for (String group : new String[] {text, Resources.ofOldGroup(text)}) {
            Json.Obj json = Resources.json(group);
            IotResource resource = IotResource.of(json);
            assertThat(resource.json().write()).isEqualTo(json.write());
            IotResource changed = resource.withFinalizer().withLabel("a", "b").withAnnotation("c", "d");
            assertThat(changed.spec()).isEqualTo(resource.spec());
            assertThat(changed.status()).isEqualTo(resource.status());
            assertThat(changed.withSpec(resource.spec())
                            .withStatus(resource.status())
                            .json())
                    .isEqualTo(changed.json());
        }
    }

    @Test
    void onlyItsOwnFinalizerComesAndGoes() {
        IotResource device = Resources.of(Resources.DEVICE);
        assertThat(device.withoutFinalizer().finalizers()).containsExactly("example.com/other");
        assertThat(device.withFinalizer()).isSameAs(device);
        IotResource old = Resources.of(Resources.ofOldGroup(Resources.DEVICE));
        assertThat(old.withFinalizer().finalizers())
                .containsExactly("iot.openyurt.io/device", "example.com/other", "v1alpha1.device.finalizer");
        assertThat(Resources.of(Resources.ofOldGroup(Resources.PROFILE))
                        .withFinalizer()
                        .finalizers())
                .containsExactly("v1alpha1.deviceProfile.finalizer");
        assertThat(Resources.of(Resources.SERVICE).withFinalizer().finalizers())
                .containsExactly("iot.openyurt.io/deviceservice");
    }

    @Test
    void itIsKnownByTheLabelOfItsGroup() {
        assertThat(Resources.of(Resources.DEVICE).edgeName()).isEqualTo("Pump_1");
        assertThat(Resources.of(Resources.ofOldGroup(Resources.DEVICE)).edgeName())
                .isEqualTo("hangzhou-pump-1");
        assertThat(Resources.of(Resources.DEVICE)
                        .withAnnotation(IotResource.EDGE_NAME, "Pump 1")
                        .edgeName())
                .isEqualTo("Pump 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'kind':'Device'}",
                "{'kind':'Device','apiVersion':'v1','metadata':{'name':'a'}}",
                "{'kind':'Device','apiVersion':'iot.openyurt.io/v1beta1','metadata':{'name':'a'}}",
                "{'kind':'DeviceList','apiVersion':'iot.openyurt.io/v1alpha1','metadata':{'name':'a'}}",
                "{'kind':'Device','apiVersion':'iot.openyurt.io/v1alpha1'}",
                "{'kind':'Device','apiVersion':'iot.openyurt.io/v1alpha1','metadata':{'name':''}}",
                "{'kind':'Device','apiVersion':'iot.openyurt.io/v1alpha1','metadata':{'name':1}}"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Resources.of(text.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        NodeResourceException.class,
                        e -> assertThat(e.code().id()).isEqualTo("devices/bad-resource"));
    }
}
