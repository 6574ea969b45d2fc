using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Axle.Cli.Tests.Deployment;

/// <summary>The manifests against the types of Kubernetes and KEDA, which packages of npm have from their OpenAPI documents and CRDs.</summary>
public sealed class ManifestTypeTests
{
    private static readonly NpmFolder Npm = new("kubernetes", "kubernetes-models@5.1.0", "@kubernetes-models/keda@0.4.2", "typescript@5.9.3");

    [Fact]
    public async Task Every_object_is_valid_and_has_no_member_that_its_type_does_not_know()
    {
        Npm.Need();
        Manifests.All.Count.ShouldBeGreaterThan(20);
        (await FaultsAsync(Manifests.All)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kubernetes", "restricted")]
    [InlineData("kubernetes-sandbox", "privileged")]
    public async Task What_kustomize_makes_of_a_folder_is_valid(string folder, string level)
    {
        Npm.Need();
        var made = await BuiltAsync(folder);
        made.Count.ShouldBe(Manifests.Kustomized.Count());
        made.ShouldAllBe(static o => o.Object["kind"]!.GetValue<string>() == "Namespace" || (string)o.Object["metadata"]!["namespace"]! == "axle");
        var space = made.Single(static o => (string)o.Object["kind"]! == "Namespace").Object;
        ((string)space["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]!).ShouldBe(level);
        (await FaultsAsync(made)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_value_and_a_misspelt_member_would_be_found()
    {
        Npm.Need();
        var engine = Manifests.Of("Deployment").First().DeepClone().AsObject();
        engine["spec"]!["minReadySeconds"] = "soon";
        engine["spec"]!["template"]!["spec"]!["containers"]![0]!["livenesProbe"] = new JsonObject();
        var faults = await FaultsAsync([("wrong.yaml", engine)]);
        faults.ShouldContain("minReadySeconds");
        faults.ShouldContain("livenesProbe");
    }

    private static async Task<string> FaultsAsync(IEnumerable<(string File, JsonObject Object)> objects)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new Folder();
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Folder, "tests/Axle.Cli.Tests/Deployment/check-objects.mjs"), folder.Path])
        {
            WorkingDirectory = Npm.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(cancellation), node.StandardError.ReadToEndAsync(cancellation));
        var list = new JsonArray([.. objects.Select(static o => (JsonNode)new JsonObject { ["file"] = o.File, ["document"] = o.Object.DeepClone() })]);
        await node.StandardInput.WriteAsync(list.ToJsonString().AsMemory(), cancellation);
        node.StandardInput.Close();
        await node.WaitForExitAsync(cancellation);
        node.ExitCode.ShouldBe(0, await errors);
        return await output;
    }

    /// <summary>The objects that kustomize, which kubectl has, makes of a folder of <c>deploy/</c>.</summary>
    private static async Task<IReadOnlyList<(string File, JsonObject Object)>> BuiltAsync(string folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Repository.Folder, "deploy", folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process kubectl;
        try
        {
            kubectl = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no kubectl on this machine.");
            return [];
        }

        using (kubectl)
        {
            var (output, errors) = (kubectl.StandardOutput.ReadToEndAsync(cancellation), kubectl.StandardError.ReadToEndAsync(cancellation));
            await kubectl.WaitForExitAsync(cancellation);
            kubectl.ExitCode.ShouldBe(0, await errors);
            return [.. Manifests.Parse(await output).Select(o => (folder, o))];
        }
    }

    /// <summary>A folder below that of the packages, where TypeScript finds them.</summary>
    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(Npm.Folder, Guid.NewGuid().ToString("N"))).FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
