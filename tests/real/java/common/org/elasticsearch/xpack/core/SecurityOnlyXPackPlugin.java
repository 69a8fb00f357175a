package org.elasticsearch.xpack.core;

import org.elasticsearch.action.ActionType;
import org.elasticsearch.action.support.ActionFilters;
import org.elasticsearch.action.support.TransportAction;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.injection.guice.Inject;
import org.elasticsearch.license.LicenseService;
import org.elasticsearch.protocol.xpack.XPackInfoRequest;
import org.elasticsearch.protocol.xpack.XPackInfoResponse;
import org.elasticsearch.transport.TransportService;
import org.elasticsearch.xpack.core.action.TransportXPackInfoAction;
import org.elasticsearch.xpack.core.action.XPackInfoFeatureAction;
import org.elasticsearch.xpack.core.action.XPackInfoFeatureResponse;

import java.util.List;

/** Lets {@code GET /_xpack} ask only the modules which are there. */
public class SecurityOnlyXPackPlugin extends XPackPlugin {

    public SecurityOnlyXPackPlugin(Settings settings) {
        super(settings);
    }

    @Override
    protected Class<? extends TransportAction<XPackInfoRequest, XPackInfoResponse>> getInfoAction() {
        return InfoAction.class;
    }

    public static class InfoAction extends TransportXPackInfoAction {

        @Inject
        public InfoAction(TransportService transport, ActionFilters filters, LicenseService licenses, NodeClient client) {
            super(transport, filters, licenses, client);
        }

        @Override
        protected List<ActionType<XPackInfoFeatureResponse>> infoActions() {
            return List.of(XPackInfoFeatureAction.SECURITY);
        }
    }
}
