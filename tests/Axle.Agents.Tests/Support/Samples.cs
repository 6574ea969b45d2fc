namespace Axle.Agents.Tests.Support;

/// <summary>Agent files and answers that several tests share.</summary>
internal static class Samples
{
    /// <summary>An agent with one action of each sort.</summary>
    public const string Inspector = """
        ---
        id: inspector
        name: Inspector
        description: Looks at things.
        aliases: [looker]
        capabilities:
          - name: looking
            confidence: 0.9
            keywords: [look, inspect]
        tools: [test.one, test.two, test.deploy, test.publish]
        models:
          - provider: claude
        actions:
          look-around:
            description: Look at everything.
            aliases: [look]
            inputs:
              depth: {type: integer, default: 3}
              path: {type: string}
            evidence:
              - tool: test.one
                with: {depth: "${{ inputs.depth }}", path: "${{ inputs.path }}"}
              - tool: test.two
            prompt: Say what is there.
          ship-it:
            description: Ship the thing.
            evidence:
              - tool: test.deploy
            world: true
            prompt: Say what was shipped.
            output: delivery
          tell:
            description: Tell what was found.
            publishes: test.publish
            inputs:
              title: {type: string}
            prompt: Tell it.
            output: report
        ---
        You look at things.
        """;

    /// <summary>A tool result with one finding and one measurement.</summary>
    public static string Result(string rule, string file, int line, string severity = "high", double confidence = 0.9) =>
        $$"""
        {"summary":{"total":1},"files":7,"findings":[
          {"rule":"{{rule}}","severity":"{{severity}}","confidence":{{confidence.ToString(System.Globalization.CultureInfo.InvariantCulture)}},"file":"{{file}}","line":{{line}},"endLine":{{line}},"message":"M of {{rule}}","why":"W","remedy":"R"}]}
        """;

    /// <summary>A model's answer in the shape <c>review</c>.</summary>
    public const string Review = """
        {"summary":"All is well.","score":90,"themes":[{"title":"T","detail":"D","evidence":[0]}],
         "recommendations":[{"title":"Do","detail":"It","evidence":[0,99]}],
         "conclusions":[
           {"message":"Both hang together","severity":"medium","evidence":[0,1]},
           {"message":"Made up","severity":"critical","evidence":[42]}]}
        """;
}
