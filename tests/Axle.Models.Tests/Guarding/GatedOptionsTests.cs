using System.Text.Json;
using Axle.Models.Guarding;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Guarding;

public sealed class GatedOptionsTests
{
    [Theory]
    [InlineData("""{"tools":["b"]}""", "b")]
    [InlineData("""{"tools":["b",null,7]}""", "b")]
    [InlineData("""{"tools":"b"}""", "b")]
    [InlineData("""{"tools":[]}""", "")]
    [InlineData("""{"tools":null}""", "")]
    [InlineData("{}", "")]
    public void Only_tools_that_a_gate_leaves_are_offered(string wanted, string tools)
    {
        var (options, unusable) = GatedOptions.Changed(Asked(), JsonElement.Parse(wanted));
        unusable.ShouldBeNull();
        options!.Tools!.Select(static t => t.Name).ShouldBe(tools.Length == 0 ? [] : [tools]);
        options.ToolMode.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"tools":["a","b"],"maxOutputTokens":0}""", "maxOutputTokens")]
    [InlineData("""{"tools":["a","b"],"maxOutputTokens":0.5}""", "maxOutputTokens")]
    [InlineData("""{"tools":["a","b"],"maxOutputTokens":"NaN"}""", "maxOutputTokens")]
    [InlineData("""{"tools":["a","b"],"maxOutputTokens":null}""", "maxOutputTokens")]
    [InlineData("""{"tools":["a","b"],"maxOutputTokens":{}}""", "maxOutputTokens")]
    [InlineData("""{"tools":["a","b"],"temperature":"cold"}""", "temperature")]
    [InlineData("""{"tools":{"a":true}}""", "tools")]
    [InlineData("""["a"]""", "object")]
    public void What_cannot_be_carried_out_is_said(string wanted, string told) =>
        GatedOptions.Changed(Asked(), JsonElement.Parse(wanted)).Unusable.ShouldNotBeNull().ShouldContain(told);

    [Fact]
    public void What_a_gate_leaves_alone_stays()
    {
        var (options, _) = GatedOptions.Changed(Asked(), JsonElement.Parse("""{"tools":["a","b"],"maxOutputTokens":"50"}"""));
        options!.MaxOutputTokens.ShouldBe(50);
        options.Temperature.ShouldBe(0.5f);
        options.ToolMode.ShouldBeOfType<RequiredChatToolMode>();
        GatedOptions.Changed(Asked(), null).Options!.MaxOutputTokens.ShouldBeNull();
        GatedOptions.Changed(Asked(), JsonElement.Parse("""{"tools":["a","b"],"temperature":null}""")).Options!.Temperature.ShouldBeNull();
    }

    private static ChatOptions Asked() => new()
    {
        Temperature = 0.5f,
        Tools = [Tool("a"), Tool("b")],
        ToolMode = ChatToolMode.RequireSpecific("a"),
    };

    private static AIFunctionDeclaration Tool(string name) => AIFunctionFactory.CreateDeclaration(name, "Does it.", JsonElement.Parse("{}"));
}
