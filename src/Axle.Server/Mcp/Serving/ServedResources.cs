using System.Text.Json;
using Axle.Library;
using Axle.Server.Identity;
using Axle.Workflows.Definition.Writing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Serving;

/// <summary>What clients can read: <c>axle://workflows/NAME</c> and <c>axle://runs/ID</c>.</summary>
internal sealed class ServedResources(ServedRuns runs, ProjectWorkflows workflows)
{
    private const string WorkflowPrefix = "axle://workflows/";
    private const string RunPrefix = "axle://runs/";

    /// <summary>The workflows; runs come by their template, as they are many.</summary>
    public ValueTask<ListResourcesResult> ListAsync(
        RequestContext<ListResourcesRequestParams> request, CancellationToken cancellationToken) => ValueTask.FromResult(new ListResourcesResult
        {
            Resources =
        [
            .. workflows.Names.Order(StringComparer.Ordinal).Select(name => new Resource
            {
                Uri = WorkflowPrefix + Uri.EscapeDataString(name),
                Name = name,
                Description = workflows.FindByName(name)?.Reading.Workflow?.Description,
                MimeType = "application/yaml",
            }),
        ],
        });

    /// <summary>The forms of addresses.</summary>
    public static ValueTask<ListResourceTemplatesResult> TemplatesAsync(
        RequestContext<ListResourceTemplatesRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListResourceTemplatesResult
        {
            ResourceTemplates =
            [
                new ResourceTemplate { UriTemplate = RunPrefix + "{id}", Name = "run", Description = "A run: status, outputs, steps, questions.", MimeType = "application/json" },
                new ResourceTemplate { UriTemplate = WorkflowPrefix + "{name}", Name = "workflow", Description = "A workflow.", MimeType = "application/yaml" },
            ],
        });

    /// <summary>Reads one.</summary>
    public async ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken)
    {
        var uri = request.Params?.Uri ?? "";
        try
        {
            if (uri.StartsWith(RunPrefix, StringComparison.Ordinal))
            {
                var run = await runs.ShowAsync(uri[RunPrefix.Length..], Caller.Of(request.JsonRpcRequest), cancellationToken);
                return Text(uri, "application/json", run.ToJsonString(JsonSerializerOptions.Web));
            }

            if (uri.StartsWith(WorkflowPrefix, StringComparison.Ordinal)
                && workflows.FindByName(Uri.UnescapeDataString(uri[WorkflowPrefix.Length..])) is { } file)
                return Text(uri, "application/yaml", WorkflowWriter.ToYaml(file.Reading.Require()));
        }
        catch (AxleException missing) when (missing.Error.Kind == ErrorKind.NotFound)
        {
            // Told below, as for every address that leads nowhere.
        }

        throw new McpProtocolException($"There is nothing at '{(uri.Length <= 200 ? uri : uri[..200])}'. 'resources/list' names what there is.", McpErrorCode.InvalidParams);
    }

    private static ReadResourceResult Text(string uri, string mime, string text) =>
        new() { Contents = [new TextResourceContents { Uri = uri, MimeType = mime, Text = text }] };
}
