using Axle.Server.Tests.Api;

namespace Axle.Server.Tests.Clients;

/// <summary>The description of the API is for others' tools: a public linter reads it, and a public generator makes a client of it.</summary>
public sealed class GeneratedClientTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task The_description_passes_a_linter_and_a_client_made_of_it_runs_a_workflow()
    {
        var folder = await NodeProject.FolderAsync("generated");
        var described = await api.Client.GetStringAsync("openapi.json", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), described, TestContext.Current.CancellationToken);

        var linted = await NodeProject.RunAsync("node", folder, "lint.mjs");
        await NodeProject.RunAsync("npm", folder, "run", "--silent", "generate");
        await NodeProject.RunAsync("npm", folder, "run", "--silent", "compile");
        var ran = await NodeProject.RunAsync("node", folder, "out/workflow.js", api.Server.Url.ToString().TrimEnd('/'), ApiServer.Token);

        // The socket's only good answer is 101, which the rule does not know.
        linted.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => !l.Contains("operation-2xx-response", StringComparison.Ordinal)).ShouldBeEmpty();
        ran.Trim().ShouldBe("""{"text":"Hello Ann"}""");
    }
}
