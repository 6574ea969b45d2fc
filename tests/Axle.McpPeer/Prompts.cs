using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.McpPeer;

/// <summary>The prompts that the suite asks for.</summary>
internal static class Prompts
{
    public static IEnumerable<McpServerPrompt> All() =>
    [
        Make("test_simple_prompt", () => "This is a simple prompt for testing."),
        Make("test_prompt_with_arguments", (string arg1, string arg2) => $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"),
        Make("test_prompt_with_embedded_resource", (string resourceUri) => new[]
        {
            Of(new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing." } }),
            Of(new TextContentBlock { Text = "Please process the embedded resource above." }),
        }),
        Make("test_prompt_with_image", () => new[]
        {
            Of(ImageContentBlock.FromBytes(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), "image/png")),
            Of(new TextContentBlock { Text = "Please analyze the image above." }),
        }),
        Make("test_input_required_result_prompt", (RequestContext<GetPromptRequestParams> request) =>
        {
            var answers = request.Params?.InputResponses;
            if (answers is null || !answers.TryGetValue("user_context", out var answer))
                throw AskingTools.Ask("user_context", "What context should the prompt use?", "context", state: null);
            return $"Use this context: {AskingTools.Field(answer, "context")}";
        }),
    ];

    private static PromptMessage Of(ContentBlock content) => new() { Role = Role.User, Content = content };

    private static McpServerPrompt Make(string name, Delegate work) =>
        McpServerPrompt.Create(work, new McpServerPromptCreateOptions { Name = name, Description = $"The prompt {name} of the conformance suite." });
}
