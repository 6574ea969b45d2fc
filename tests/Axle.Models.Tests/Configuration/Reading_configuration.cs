using Axle.Models.Configuration;

namespace Axle.Models.Tests.Configuration;

public sealed class Reading_configuration
{
    [Fact]
    public void Keys_and_addresses_come_from_the_environment()
    {
        var options = Read(null, ("ANTHROPIC_API_KEY", "one"), ("GEMINI_API_KEY", "two"), ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"));

        options.Providers.Select(p => (p.Name, p.Key?.Reveal())).ShouldBe([("anthropic", "one"), ("openai", null), ("gemini", "two")]);
        options.Providers[1].BaseUrl.ShouldBe(new Uri("http://127.0.0.1:9/v1"));
        options.HasModel.ShouldBeTrue();
        Read(null).HasModel.ShouldBeFalse();
    }

    [Fact]
    public void Google_key_comes_before_gemini_key() =>
        Read(null, ("GEMINI_API_KEY", "second"), ("GOOGLE_API_KEY", "first")).Providers.Single(p => p.Name == "gemini").Key!.Reveal().ShouldBe("first");

    [Fact]
    public void Keys_are_never_printed() => Read(null, ("OPENAI_API_KEY", "very-private")).Providers.ToString()!.ShouldNotContain("very-private");

    [Fact]
    public void Printed_options_show_no_key() =>
        string.Join(' ', Read(null, ("OPENAI_API_KEY", "very-private")).Providers).ShouldNotContain("very-private");

    [Fact]
    public void File_sets_order_model_time_limit_and_own_servers()
    {
        var options = Read("""
            workspace: other sections belong to others
            providers:
              google: { priority: 1, defaultModel: gemini-3-flash, timeout: 90s, apiKeyEnv: TEAM_KEY, inputPrice: 0.30, outputPrice: 2.5 }
              openai: { enabled: false }
              ollama: { kind: openai-compatible, baseUrl: "http://localhost:11434/v1", defaultModel: llama3.2 }
            """, ("TEAM_KEY", "team"));

        options.Providers.Select(p => p.Name).ShouldBe(["gemini", "anthropic", "openai", "ollama"]);
        var gemini = options.Providers[0];
        gemini.DefaultModel.ShouldBe("gemini-3-flash");
        gemini.Timeout.ShouldBe(TimeSpan.FromSeconds(90));
        gemini.Key!.Reveal().ShouldBe("team");
        (gemini.InputPrice, gemini.OutputPrice).ShouldBe((0.30m, 2.5m));
        options.Providers[2].Enabled.ShouldBeFalse();
        options.Providers[3].Kind.ShouldBe("openai-compatible");
    }

    [Fact]
    public void Azure_is_a_provider_once_its_address_is_named_and_finds_its_key()
    {
        Read(null, ("AZURE_OPENAI_API_KEY", "k")).Providers.ShouldNotContain(p => p.Name == "azure-openai");
        Read(null, ("AZURE_OPENAI_API_KEY", "k"), ("AZURE_OPENAI_ENDPOINT", "https://r.openai.azure.com"))
            .Providers.Single(p => p.Name == "azure-openai").Key!.Reveal().ShouldBe("k");

        var azure = Read("providers: { azure: { baseUrl: 'https://r.openai.azure.com', defaultModel: my-gpt } }", ("AZURE_OPENAI_API_KEY", "k"))
            .Providers.Single(p => p.Name == "azure-openai");
        (azure.Key!.Reveal(), azure.DefaultModel, azure.Priority).ShouldBe(("k", "my-gpt", 25));
    }

    [Fact]
    public void Json_file_is_read_too() =>
        Read("""{"providers": {"openai": {"defaultModel": "gpt-5"}}}""").Providers.Single(p => p.Name == "openai").DefaultModel.ShouldBe("gpt-5");

    [Fact]
    public void All_faults_come_in_one_message_with_place_and_cure()
    {
        var message = Fault("""
            providers:
              anthropic:
                apiKey: abc-literal
                priority: 0
                timeout: soon
                maxRetries: many
              claude: { enabled: maybe }
              opnai: {}
              ollama: { kind: compatible }
              gemini: { baseUrl: "ftp://x", apiKeyEnv: sk-literal-key, defautModel: x }
            """);

        message.ShouldContain("axle.yaml(3,5): providers.anthropic.apiKey: Keys are not kept in files.");
        message.ShouldContain("providers.anthropic.priority: Must be a whole number from 1");
        message.ShouldContain("providers.anthropic.timeout: Must be a duration");
        message.ShouldContain("providers.anthropic.maxRetries: Must be a whole number from 0 to 10");
        message.ShouldContain("providers.claude: 'anthropic' has another entry already");
        message.ShouldContain("providers.claude.enabled: Must be true or false.");
        message.ShouldContain("providers.opnai: There is no provider 'opnai'. Did you mean 'openai'?");
        message.ShouldContain("providers.ollama: Needs 'baseUrl'");
        message.ShouldContain("providers.ollama: Needs 'defaultModel'");
        message.ShouldContain("providers.gemini.baseUrl: Must be an address");
        message.ShouldContain("providers.gemini.apiKeyEnv: Must be the name of an environment variable");
        message.ShouldContain("providers.gemini.defautModel: Unknown key. Did you mean 'defaultModel'?");
        message.ShouldContain("has 12 faults");
        message.ShouldNotContain("abc-literal");
        message.ShouldNotContain("sk-literal-key");
    }

    [Theory]
    [InlineData("providers: [1, 2]", "Must be a mapping from provider name")]
    [InlineData("providers: {anthropic: 7}", "Must be a mapping of settings")]
    [InlineData("providers: {anthropic: {timeout: [1]}}", "Must be a single value")]
    [InlineData("- a\n- b", "The file must be a mapping")]
    [InlineData("providers: {offline: {}}", "always there and takes no settings")]
    [InlineData("providers: {anthropic: {enabled: true", "This is not YAML or JSON")]
    [InlineData("a: b: c", "This is not YAML or JSON")]
    public void Broken_file_is_explained(string text, string expected) => Fault(text).ShouldContain(expected);

    [Fact]
    public void Deep_and_large_files_are_refused()
    {
        Fault("providers: " + new string('[', 5000) + new string(']', 5000)).ShouldContain("Nested deeper");
        Fault(new string(' ', 300_000)).ShouldContain("at most 262144 are read");
    }

    [Fact]
    public void Bad_address_in_the_environment_is_a_fault() =>
        Should.Throw<AxleException>(() => Read(null, ("ANTHROPIC_BASE_URL", "not an address"))).Message.ShouldContain("ANTHROPIC_BASE_URL");

    private static ModelOptions Read(string? text, params (string Name, string Value)[] variables) =>
        ModelOptionsReader.Read(name => variables.FirstOrDefault(v => v.Name == name).Value, text is null ? null : "axle.yaml", text);

    private static string Fault(string text)
    {
        var error = Should.Throw<AxleException>(() => Read(text)).Error;
        error.Kind.ShouldBe(ErrorKind.Validation);
        return error.Message;
    }
}
