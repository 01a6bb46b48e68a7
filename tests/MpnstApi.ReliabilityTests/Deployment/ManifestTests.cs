using System.Net;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using MpnstApi.Access;
using MpnstApi.Http;
using IPNetwork = System.Net.IPNetwork;

namespace MpnstApi.ReliabilityTests.Deployment;

/// <summary>What a cluster applies, rendered as kubectl does and read by the official client's own models, strictly.</summary>
public sealed class ManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "k8s", "overlays");

    private static readonly string Page = File.ReadAllText(
        Path.Combine(Repository.Root, "docs", "configuration.md")
    );

    /// <summary>What belongs to the Redis server, which has settings of its own.</summary>
    private const string Redis = "mpnst-api-redis";

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
        var pods = (await AllOfAsync(overlay)).SelectMany(Templates).ToList();

        Assert.NotEmpty(pods);
        Assert.All(
            pods,
            template =>
            {
                var pod = template.Spec;
                var container = Assert.Single(pod.Containers);
                Assert.False(pod.EnableServiceLinks);
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

    [Theory]
    [InlineData("postgresql")]
    [InlineData("sqlserver")]
    public async Task Replicas_share_their_limits_in_a_Redis_server_that_they_alone_reach(
        string overlay
    )
    {
        var manifests = await AllOfAsync(overlay);
        var deployment = Single<V1Deployment>(manifests, Redis);
        var service = Single<V1Service>(manifests, Redis);
        var policy = Single<V1NetworkPolicy>(manifests, Redis);
        var pod = deployment.Spec.Template;
        var port = Assert.Single(pod.Spec.Containers[0].Ports);
        var replica = Single<V1Deployment>(manifests, "mpnst-api").Spec.Template;

        var options = RateLimitingOptions.Read(
            new ConfigurationManager
            {
                ["RateLimiting:Redis"] = Single<V1ConfigMap>(manifests, "mpnst-api").Data[
                    "RateLimiting__Redis"
                ],
            }
        );

        Assert.Equal($"{service.Metadata.Name}:{service.Spec.Ports[0].Port}", options.Redis);
        Assert.Equal(port.Name, service.Spec.Ports[0].TargetPort.Value);
        foreach (
            var selector in new[]
            {
                service.Spec.Selector,
                deployment.Spec.Selector.MatchLabels,
                policy.Spec.PodSelector.MatchLabels,
            }
        )
        {
            Assert.Subset(pod.Metadata.Labels.ToHashSet(), selector.ToHashSet());
        }
        var entry = Assert.Single(policy.Spec.Ingress);
        Assert.Equal(port.Name, Assert.Single(entry.Ports).Port.Value);
        Assert.Subset(
            replica.Metadata.Labels.ToHashSet(),
            Assert.Single(entry.FromProperty).PodSelector.MatchLabels.ToHashSet()
        );
        Assert.Null(policy.Spec.Egress);
        Assert.Contains("Egress", policy.Spec.PolicyTypes);
        Assert.Contains(
            Single<V1NetworkPolicy>(manifests, "mpnst-api")
                .Spec.Egress.SelectMany(rule => rule.Ports),
            its => its.Port.Value == $"{port.ContainerPort}"
        );
        // No service of the program itself takes it for one of its pods.
        Assert.False(
            Single<V1Service>(manifests, "mpnst-api")
                .Spec.Selector.ToHashSet()
                .IsSubsetOf(pod.Metadata.Labels)
        );
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Callers_behind_the_ingress_controller_have_a_budget_each(string overlay)
    {
        var settings = (await RenderAsync(overlay)).OfType<V1ConfigMap>().Single().Data;

        var networks = ProxyOptions
            .Read(
                new ConfigurationManager
                {
                    ["ForwardedHeaders:KnownNetworks"] = settings[
                        "ForwardedHeaders__KnownNetworks"
                    ],
                }
            )
            .KnownNetworks.Select(IPNetwork.Parse)
            .ToList();

        foreach (var inside in new[] { "10.1.2.3", "172.20.0.1", "192.168.1.1", "fd00::1" })
        {
            Assert.Contains(networks, network => network.Contains(IPAddress.Parse(inside)));
        }
        foreach (var outside in new[] { "8.8.8.8", "172.32.0.1", "2001:4860:4860::8888" })
        {
            Assert.DoesNotContain(networks, network => network.Contains(IPAddress.Parse(outside)));
        }
    }

    /// <summary>What is there for the program itself.</summary>
    private static async Task<IReadOnlyList<object>> RenderAsync(string overlay) =>
        [.. (await AllOfAsync(overlay)).Where(manifest => NameOf(manifest) != Redis)];

    private static async Task<IReadOnlyList<object>> AllOfAsync(string overlay)
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
        manifests.SelectMany(Templates);

    private static IEnumerable<V1PodTemplateSpec> Templates(object manifest) =>
        manifest switch
        {
            V1Deployment deployment => [deployment.Spec.Template],
            V1Job job => [job.Spec.Template],
            V1CronJob job => [job.Spec.JobTemplate.Spec.Template],
            _ => [],
        };

    private static string NameOf(object manifest) =>
        ((IKubernetesObject<V1ObjectMeta>)manifest).Metadata.Name;

    private static T Single<T>(IReadOnlyList<object> manifests, string name) =>
        manifests.OfType<T>().Single(manifest => NameOf(manifest!) == name);
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
