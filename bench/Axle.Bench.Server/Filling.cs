using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;

namespace Axle.Bench.Server;

/// <summary>Fills a store with finished runs, as fast as the engine makes them.</summary>
internal static class Filling
{
    private const int AtOnce = 256;

    public static async Task FillAsync(Served served, int runs)
    {
        var workflow = WorkflowReader.Read("""
            name: quick
            variables: {a: 0, b: 0}
            steps:
              - {key: one, set: {a: 1}}
              - {key: two, dependsOn: [one], set: {b: 2}}
              - {key: three, dependsOn: [two], set: {a: 3}}
            outputs: {sum: "${{ variables.a }}"}
            """, "quick.yaml").Require();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, stop) => await (await served.Engine.StartAsync(new StartRun(workflow), stop)).Completion);
    }
}
