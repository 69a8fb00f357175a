package org.elasticsearch.xpack.security;

import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.rest.RestHandler;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The security plugin minus SAML, whose libraries are not published; must live below org.elasticsearch.xpack. */
public class SecurityWithoutSaml extends Security {

    public SecurityWithoutSaml(Settings settings) {
        super(settings);
    }

    @Override
    public List<ActionHandler> getActions() {
        return super.getActions().stream()
            .filter(action -> action.getTransportAction().getSimpleName().contains("Saml") == false)
            .toList();
    }

    @Override
    public List<RestHandler> getRestHandlers(
        RestHandlersServices services,
        Supplier<DiscoveryNodes> nodes,
        Predicate<NodeFeature> features
    ) {
        return super.getRestHandlers(services, nodes, features).stream()
            .filter(handler -> handler.getClass().getSimpleName().contains("Saml") == false)
            .toList();
    }
}
