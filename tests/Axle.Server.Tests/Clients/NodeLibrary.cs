using System.Text.Json;
using Axle.Server.Tests.Serving;

namespace Axle.Server.Tests.Clients;

/// <summary>OpenAI's library of npm.</summary>
internal static class NodeLibrary
{
    /// <summary>Plays a scene of client.mjs against a gateway and gives what it saw.</summary>
    public static async Task<JsonElement> PlayAsync(string scene, Gateway gateway, string key = Gateway.Key) => JsonElement.Parse(
        await NodeProject.RunAsync("node", await NodeProject.FolderAsync("npm"), "client.mjs", scene, gateway.Url.ToString(), key));
}
