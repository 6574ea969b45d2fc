namespace Axle.Cli.Tests.Support;

/// <summary>Workflows of tests; steps are done by the script under their keys.</summary>
internal static class Flows
{
    /// <summary>A step of one line that the script does.</summary>
    public static string Step(string key, string more = "") =>
        $"{{key: {key}, agent: quality, action: lint-codebase, retry: {{maxAttempts: 1}}{(more.Length == 0 ? "" : $", {more}")}}}";

    /// <summary>Waits for a signal between two steps.</summary>
    public static string Signalled { get; } = $$$"""
        name: signalled
        steps:
          - {{{Step("before")}}}
          - {key: go, wait: {signal: go}, dependsOn: [before]}
          - {{{Step("after", "dependsOn: [go], with: {got: '${{ steps.go.output }}'}")}}}
        """;

    /// <summary>One run at a time.</summary>
    public static string Grouped { get; } = $$$"""
        name: grouped
        concurrency: {group: deploy, limit: 1}
        steps:
          - {{{Step("deploy")}}}
        """;

    /// <summary>Asks Ada whether to deploy.</summary>
    public static string Asking { get; } = $$$"""
        name: asking
        steps:
          - key: deploy
            approval:
              message: Deploy to production?
              assignees: [Ada]
              parameters: {replicas: 3, region: "1"}
              editable: [replicas]
              schema: {type: object, properties: {replicas: {type: integer, maximum: 5} } }
          - {{{Step("ship", "dependsOn: [deploy], with: {replicas: '${{ steps.deploy.output.parameters.replicas }}'}")}}}
        """;

    /// <summary>Two steps that are undone by the third's failure or by going back.</summary>
    public static string Undoing { get; } = $$$"""
        name: undoing
        steps:
          - {{{Step("book", $"compensate: {Step("unbook")}")}}}
          - {{{Step("pay", $"dependsOn: [book], compensate: {Step("refund")}")}}}
          - {{{Step("tell", "dependsOn: [pay]")}}}
        """;
}
