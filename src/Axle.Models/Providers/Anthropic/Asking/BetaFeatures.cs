using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Names what a request uses that Anthropic still calls beta, in the header where it wants to read that.</summary>
internal static class BetaFeatures
{
    private const string Files = "files-api-2025-04-14";
    private const string CodeExecution = "code-execution-2025-08-25";

    public static Action<HttpRequestHeaders>? Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var files = messages.Any(m => m.Contents.Any(c => c is HostedFileContent));
        var code = options?.Tools?.Any(t => t is HostedCodeInterpreterTool) is true;
        return (files, code) switch
        {
            (false, false) => null,
            (true, false) => headers => headers.Add("anthropic-beta", Files),
            (false, true) => headers => headers.Add("anthropic-beta", CodeExecution),
            _ => headers => headers.Add("anthropic-beta", $"{Files},{CodeExecution}"),
        };
    }
}
