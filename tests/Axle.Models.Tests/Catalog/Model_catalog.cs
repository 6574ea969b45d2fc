using Axle.Models.Catalog;
using Axle.Models.Configuration;

namespace Axle.Models.Tests.Catalog;

public sealed class Model_catalog
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-sonnet-4-20250514", "claude-sonnet-4")]
    [InlineData("anthropic", "anthropic/Claude-3-5-Haiku-latest", "claude-3-5-haiku")]
    [InlineData("anthropic", "claude-haiku-4-5@20251001", "claude-haiku-4-5")]
    [InlineData("openai", "gpt-4o-2024-08-06", "gpt-4o")]
    [InlineData("openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13")]
    [InlineData("openai", "gpt-5-mini-2025-08-07", "gpt-5-mini")]
    [InlineData("azure-openai", "gpt-4.1-nano", "gpt-4.1-nano")]
    [InlineData("gemini", "models/gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash")]
    [InlineData("google", "gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("anthropic", "gpt-5", null)]
    [InlineData("openai", "gpt-5-giant", null)]
    [InlineData("openai", "gpt-4o-search-preview", null)]
    [InlineData("ollama", "llama3.2", null)]
    public void Models_are_found_by_all_their_names(string provider, string model, string? card) =>
        ModelCatalog.Default.Find(provider, model)?.Name.ShouldBe(card);

    [Fact]
    public void Every_card_says_what_its_tokens_cost_and_prices_no_tier_below_its_base()
    {
        foreach (var (provider, card) in ModelCatalog.Default.All)
        {
            var price = card.PriceAt(Noon).ShouldNotBeNull($"{provider}/{card.Name}");
            price.Input.ShouldNotBeNull();
            if (!card.Features.HasFlag(ModelFeatures.Embeddings))
                (price.Output > price.Input).ShouldBeTrue($"{provider}/{card.Name}");
            price.Tiers.ShouldAllBe(t => t.Price.Input >= price.Input && t.Price.Output >= price.Output);
            (card.MaxOutputTokens ?? 0).ShouldBeLessThanOrEqualTo(card.ContextTokens!.Value);
        }
    }

    [Fact]
    public void The_price_of_the_day_counts_in_utc()
    {
        var o3 = ModelCatalog.Default.Find("openai", "o3")!;
        o3.PriceAt(new(2025, 6, 9, 23, 59, 59, TimeSpan.Zero))!.Input.ShouldBe(10);
        o3.PriceAt(new(2025, 6, 9, 20, 0, 0, TimeSpan.FromHours(-7)))!.Input.ShouldBe(2);
        o3.PriceAt(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeNull();
    }

    [Fact]
    public void A_users_file_is_laid_over_key_by_key_and_adds_models()
    {
        var catalog = ModelCatalog.Read("models.yaml", """
            models:
              anthropic:
                claude-sonnet-4-5: { quality: 99, prices: [{ from: 2026-01-01, input: 2.5, output: 12 }] }
              my-vllm:
                qwen3: { context: 32768, maxOutput: 4096, features: [tools], prices: [{ from: 2026-01-01, input: 0, output: 0 }] }
            sameAs: { team: anthropic }
            """);

        var sonnet = catalog.Find("team", "claude-sonnet-4-5-20250929")!;
        (sonnet.Quality, sonnet.ContextTokens, sonnet.PriceAt(Noon)!.Input, sonnet.PriceAt(Noon)!.CacheRead).ShouldBe((99, 200_000, 2.5m, null));
        catalog.Find("my-vllm", "qwen3")!.Features.ShouldBe(ModelFeatures.Tools);
        catalog.Find("azure", "gpt-5").ShouldNotBeNull();
    }

    [Fact]
    public void Faults_come_together_with_line_column_and_nearest_key()
    {
        var message = Should.Throw<AxleException>(() => ModelCatalog.Read("mine.yaml", """
            models:
              openai:
                gpt-9:
                  contxt: 1000
                  features: [tool]
                  prices:
                    - { from: yesterday, input: 1.1234567 }
                    - { from: 2026-01-01, inptu: 1, tiers: [{ input: 2 }] }
            modells: {}
            """)).Message;

        message.ShouldContain("mine.yaml(4,15): models.openai.gpt-9.contxt: Unknown key. Did you mean 'context'?");
        message.ShouldContain("mine.yaml(5,18): models.openai.gpt-9.features: There is no feature 'tool'. Did you mean 'tools'?");
        message.ShouldContain("prices[0].from: Must be a day such as 2026-01-31.");
        message.ShouldContain("prices[0].input: Must be US dollars from 0 to 100000 with at most 6 decimals");
        message.ShouldContain("prices[1].inptu: Unknown key. Did you mean 'input'?");
        message.ShouldContain("Needs 'above'");
        message.ShouldContain("Did you mean 'models'?");
    }

    [Fact]
    public void The_file_is_found_beside_the_configuration_or_by_its_key()
    {
        const string Mine = "models: { openai: { gpt-9: { context: 5 } } }";
        ModelOptionsReader.Read(_ => null, files: name => name == "models.yaml" ? Mine : null).Catalog.Find("openai", "gpt-9").ShouldNotBeNull();
        ModelOptionsReader.Read(_ => null, "axle.yaml", "models: prices.yaml", name => name == "prices.yaml" ? Mine : null)
            .Catalog.Find("openai", "gpt-9").ShouldNotBeNull();
        Should.Throw<AxleException>(() => ModelOptionsReader.Read(_ => null, "axle.yaml", "models: prices.yaml"))
            .Message.ShouldContain("axle.yaml(1,9): models: There is no file 'prices.yaml' beside this one.");
    }

    [Fact]
    public void Prices_of_a_providers_entry_win_and_say_that_money_is_counted()
    {
        var local = new ProviderOptions("local", "openai-compatible") { DefaultModel = "small" };
        new ModelOptions([local]).HasPrices.ShouldBeFalse();
        new ModelOptions([local with { InputPrice = 0 }]).HasPrices.ShouldBeFalse();
        new ModelOptions([local with { InputPrice = 1 }]).HasPrices.ShouldBeTrue();
        new ModelOptions([new("anthropic", "anthropic") { DefaultModel = "claude-sonnet-4-5" }]).HasPrices.ShouldBeTrue();

        var card = ModelCatalog.Default.Find(new ProviderOptions("anthropic", "anthropic") { InputPrice = 1 }, "claude-sonnet-4-5")!;
        var price = card.PriceAt(Noon)!.ForInput(250_000);
        (price.Input, price.CacheWrite, price.Output).ShouldBe((1m, 1m, 22.5m));
    }
}
