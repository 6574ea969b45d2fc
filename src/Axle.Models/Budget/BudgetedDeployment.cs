using Axle.Models.Catalog;

namespace Axle.Models.Budget;

/// <summary>Where a call goes, as far as money is concerned.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Card">
/// What is known of it, with its prices: see <see cref="ModelCatalog.Find(Configuration.ProviderOptions, string)"/>. Null when nothing is.
/// </param>
internal sealed record BudgetedDeployment(string Provider, string Model, ModelCard? Card);
