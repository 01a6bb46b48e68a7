using k8s;
using k8s.Models;

namespace MpnstApi.Tests.Deployment;

/// <summary>What a cluster applies, read by the official client's own models, strictly.</summary>
public sealed class ManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "k8s");

    private static T Load<T>(string file) =>
        KubernetesYaml.Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)), strict: true);

    [Fact]
    public void Every_manifest_is_known_to_the_official_models_without_an_unknown_field()
    {
        var kinds = Directory
            .EnumerateFiles(Folder, "*.yaml")
            .SelectMany(file =>
                KubernetesYaml.LoadAllFromString(File.ReadAllText(file), strict: true)
            )
            .Select(manifest => manifest.GetType())
            .ToHashSet();

        Assert.Equal(
            [
                typeof(V1Deployment),
                typeof(V1Service),
                typeof(V1ConfigMap),
                typeof(V1PersistentVolumeClaim),
            ],
            kinds
        );
    }

    [Fact]
    public void The_pod_meets_the_restricted_security_standard()
    {
        var pod = Load<V1Deployment>("deployment.yaml").Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);

        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.NotEqual(0, pod.SecurityContext.RunAsUser);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
    }

    [Fact]
    public void The_parts_find_each_other()
    {
        var deployment = Load<V1Deployment>("deployment.yaml");
        var pod = deployment.Spec.Template;
        var container = pod.Spec.Containers[0];
        var service = Load<V1Service>("service.yaml");
        var settings = Load<V1ConfigMap>("configmap.yaml");

        Assert.All(
            service.Spec.Selector,
            label => Assert.Equal(label.Value, pod.Metadata.Labels[label.Key])
        );
        Assert.Contains(
            container.Ports,
            port => port.Name == service.Spec.Ports[0].TargetPort.Value
        );
        Assert.Equal(settings.Metadata.Name, container.EnvFrom[0].ConfigMapRef.Name);
        Assert.Equal(
            Load<V1PersistentVolumeClaim>("persistentvolumeclaim.yaml").Metadata.Name,
            pod.Spec.Volumes.Single(volume => volume.Name == "data").PersistentVolumeClaim.ClaimName
        );
        Assert.StartsWith(
            $"Data Source={container.VolumeMounts.Single(mount => mount.Name == "data").MountPath}/",
            settings.Data["ConnectionStrings__Mpnst"]
        );
        Assert.Equal(1, deployment.Spec.Replicas);
        Assert.Equal("Recreate", deployment.Spec.Strategy.Type);
    }
}
