using System.Text.Json.Nodes;

namespace Axle.Tools.Tests.Healing;

/// <summary>A malformed call.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Tool">The tool that is called.</param>
/// <param name="Text">The arguments as the model wrote them.</param>
/// <param name="Meant">What it meant; null for an attack, which nothing may make whole.</param>
internal sealed record BadCall(string Kind, string Tool, string Text, JsonObject? Meant);
