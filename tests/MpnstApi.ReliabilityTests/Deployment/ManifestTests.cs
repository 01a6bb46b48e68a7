using k8s;
using k8s.Models;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>What a cluster applies, rendered as kubectl does and read by the official client's own models, strictly.</summary>
public sealed class ManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "k8s", "overlays");

    private static readonly string Page = File.ReadAllText(
        Path.Combine(Repository.Root, "docs", "configuration.md")
    );

    /// <summary>The one kind that Kubernetes itself does not define.</summary>
    private static readonly Dictionary<string, Type> Kinds = new()
    {
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
    };

    public static TheoryData<string> Overlays => ["embedded", "sqlserver", "postgresql", "dev"];

    [Fact]
    public void Every_overlay_is_tested() =>
        Assert.Equal(
            Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Order(),
            Overlays.Select(row => row.Data).Order()
        );

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_manifest_is_known_to_the_official_models_without_an_unknown_field(
        string overlay
    )
    {
        var kinds = (await RenderAsync(overlay)).Select(manifest => manifest.GetType()).ToHashSet();

        Type[] everywhere =
        [
            typeof(V1ConfigMap),
            typeof(V1Service),
            typeof(V1Deployment),
            typeof(V1NetworkPolicy),
        ];
        Type[] ofReplicas =
        [
            typeof(V1Ingress),
            typeof(V2HorizontalPodAutoscaler),
            typeof(V1PodDisruptionBudget),
            typeof(V1Job),
            typeof(V1CronJob),
            typeof(ServiceMonitor),
        ];
        Assert.Equal(
            overlay switch
            {
                "embedded" => [.. everywhere, typeof(V1Ingress), typeof(V1PersistentVolumeClaim)],
                "dev" => everywhere.ToHashSet(),
                _ => [.. everywhere, .. ofReplicas],
            },
            kinds
        );
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_pod_meets_the_restricted_security_standard(string overlay)
    {
        var pods = Pods(await RenderAsync(overlay)).ToList();

        Assert.NotEmpty(pods);
        Assert.All(
            pods,
            template =>
            {
                var pod = template.Spec;
                var container = Assert.Single(pod.Containers);
                Assert.True(pod.SecurityContext.RunAsNonRoot);
                Assert.NotEqual(0, pod.SecurityContext.RunAsUser);
                Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
                Assert.False(pod.AutomountServiceAccountToken);
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Contains("memory", container.Resources.Limits.Keys);
                Assert.Contains("cpu", container.Resources.Requests.Keys);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_setting_is_one_that_the_service_has(string overlay)
    {
        var manifests = await RenderAsync(overlay);
        var names = manifests
            .OfType<V1ConfigMap>()
            .SelectMany(map => map.Data.Keys)
            .Concat(
                Pods(manifests)
                    .SelectMany(pod => pod.Spec.Containers)
                    .SelectMany(container => container.Env ?? [])
                    .Select(variable => variable.Name)
            );

        Assert.All(
            names.Distinct(),
            name =>
                Assert.Contains(
                    $"`{name.Replace("__", ":", StringComparison.Ordinal)}`",
                    Page,
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task The_parts_find_each_other(string overlay)
    {
        var manifests = await RenderAsync(overlay);
        var deployment = manifests.OfType<V1Deployment>().Single();
        var pod = deployment.Spec.Template;
        var container = pod.Spec.Containers[0];
        var service = manifests.OfType<V1Service>().Single();
        var settings = manifests.OfType<V1ConfigMap>().Single();

        Assert.All(
            service.Spec.Selector.Concat(deployment.Spec.Selector.MatchLabels),
            label => Assert.Equal(label.Value, pod.Metadata.Labels[label.Key])
        );
        Assert.All(
            service.Spec.Ports,
            port => Assert.Contains(container.Ports, its => its.Name == port.TargetPort.Value)
        );
        Assert.All(
            container.Ports,
            port =>
                Assert.Contains(
                    $"{port.ContainerPort}",
                    settings.Data["ASPNETCORE_HTTP_PORTS"].Split(';')
                )
        );
        Assert.Equal(
            settings.Data["Metrics__Port"],
            $"{container.Ports.Single(port => port.Name == "metrics").ContainerPort}"
        );
        Assert.All(
            Pods(manifests).SelectMany(template => template.Spec.Containers),
            its => Assert.Equal(settings.Metadata.Name, its.EnvFrom[0].ConfigMapRef.Name)
        );
        Assert.All(
            manifests.OfType<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules),
            rule =>
                Assert.Equal(
                    (service.Metadata.Name, service.Spec.Ports[0].Name),
                    (
                        rule.Http.Paths[0].Backend.Service.Name,
                        rule.Http.Paths[0].Backend.Service.Port.Name
                    )
                )
        );
        Assert.All(
            manifests.OfType<ServiceMonitor>(),
            monitor =>
                Assert.Contains(
                    service.Spec.Ports,
                    port => port.Name == monitor.Spec.Endpoints[0].Port
                )
        );
        Assert.All(
            manifests.OfType<V1NetworkPolicy>(),
            policy =>
                Assert.Subset(
                    pod.Metadata.Labels.ToHashSet(),
                    policy.Spec.PodSelector.MatchLabels.ToHashSet()
                )
        );
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task The_pod_has_longer_to_end_than_the_service_needs(string overlay)
    {
        var pod = (await RenderAsync(overlay)).OfType<V1Deployment>().Single().Spec.Template.Spec;

        Assert.True(
            pod.TerminationGracePeriodSeconds
                > pod.Containers[0].Lifecycle.PreStop.Sleep.Seconds + 30
        );
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("dev")]
    public async Task A_file_has_one_writer_and_one_home(string overlay)
    {
        var manifests = await RenderAsync(overlay);
        var deployment = manifests.OfType<V1Deployment>().Single();
        var container = deployment.Spec.Template.Spec.Containers[0];
        var volume = deployment.Spec.Template.Spec.Volumes.Single(its => its.Name == "data");

        Assert.Equal(1, deployment.Spec.Replicas);
        Assert.Equal("Recreate", deployment.Spec.Strategy.Type);
        Assert.StartsWith(
            $"Data Source={container.VolumeMounts.Single(mount => mount.Name == "data").MountPath}/",
            manifests.OfType<V1ConfigMap>().Single().Data["ConnectionStrings__Mpnst"]
        );
        Assert.Equal(
            manifests.OfType<V1PersistentVolumeClaim>().SingleOrDefault()?.Metadata.Name,
            volume.PersistentVolumeClaim?.ClaimName
        );
    }

    [Theory]
    [InlineData("postgresql", "PostgreSql", 5432)]
    [InlineData("sqlserver", "SqlServer", 1433)]
    public async Task Replicas_share_a_database_server_that_jobs_migrate_and_sync(
        string overlay,
        string provider,
        int port
    )
    {
        var manifests = await RenderAsync(overlay);
        var deployment = manifests.OfType<V1Deployment>().Single();
        var settings = manifests.OfType<V1ConfigMap>().Single().Data;
        var scaler = manifests.OfType<V2HorizontalPodAutoscaler>().Single();

        Assert.Equal(provider, settings["Storage__Provider"]);
        Assert.Equal("false", settings["Storage__MigrateAtStart"]);
        Assert.DoesNotContain("Sync__Schedule", settings.Keys);
        Assert.Null(deployment.Spec.Replicas);
        Assert.Equal("RollingUpdate", deployment.Spec.Strategy.Type);
        Assert.Equal(deployment.Metadata.Name, scaler.Spec.ScaleTargetRef.Name);
        Assert.True(scaler.Spec.MinReplicas > 1);
        Assert.Equal(
            ["migrate"],
            manifests.OfType<V1Job>().Single().Spec.Template.Spec.Containers[0].Args
        );
        Assert.Equal(
            ["sync"],
            manifests
                .OfType<V1CronJob>()
                .Single()
                .Spec.JobTemplate.Spec.Template.Spec.Containers[0]
                .Args
        );
        Assert.All(
            Pods(manifests).SelectMany(template => template.Spec.Containers),
            container =>
                Assert.Equal(
                    "mpnst-api-database",
                    container
                        .Env.Single(variable => variable.Name == "ConnectionStrings__Mpnst")
                        .ValueFrom.SecretKeyRef.Name
                )
        );
        Assert.Contains(
            manifests.OfType<V1NetworkPolicy>().Single().Spec.Egress.SelectMany(rule => rule.Ports),
            its => its.Port.Value == $"{port}"
        );
    }

    private static async Task<IReadOnlyList<object>> RenderAsync(string overlay)
    {
        InstalledProgram.Require("kubectl", "kubernetes-client");
        var text = await InstalledProgram.RunAsync(
            "kubectl",
            "kustomize",
            Path.Combine(Folder, overlay)
        );
        return KubernetesYaml.LoadAllFromString(text, Kinds, strict: true);
    }

    private static IEnumerable<V1PodTemplateSpec> Pods(IReadOnlyList<object> manifests) =>
        manifests
            .OfType<V1Deployment>()
            .Select(deployment => deployment.Spec.Template)
            .Concat(manifests.OfType<V1Job>().Select(job => job.Spec.Template))
            .Concat(
                manifests.OfType<V1CronJob>().Select(job => job.Spec.JobTemplate.Spec.Template)
            );
}

/// <summary>As the Prometheus Operator defines it, as far as it is used.</summary>
public sealed class ServiceMonitor : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public ServiceMonitorSpec Spec { get; set; } = new();
}

/// <summary>Which services are scraped, and how.</summary>
public sealed class ServiceMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();
    public IList<ServiceMonitorEndpoint> Endpoints { get; set; } = [];
}

/// <summary>A port of a service.</summary>
public sealed class ServiceMonitorEndpoint
{
    public string Port { get; set; } = "";
    public string Path { get; set; } = "";
    public string Interval { get; set; } = "";
}
