using System.Collections.Frozen;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>
/// A short table of packages that their authors have declared finished, archived or renamed. It is not a vulnerability database and
/// does not try to be complete.
/// </summary>
internal static class SupersededPackages
{
    private static readonly FrozenDictionary<string, (string Fact, Severity Severity)> Known = Table();

    public static (string Fact, Severity Severity)? Find(string ecosystem, string name) =>
        Known.TryGetValue($"{ecosystem}:{name.ToLowerInvariant()}", out var found) ? found : null;

    private static FrozenDictionary<string, (string Fact, Severity Severity)> Table()
    {
        var table = new Dictionary<string, (string, Severity)>(StringComparer.Ordinal);
        Add("npm", Severity.Low, "deprecated by its authors",
            "request", "request-promise", "request-promise-native", "har-validator", "node-uuid", "node-sass", "tslint", "babel-eslint",
            "popper.js", "left-pad", "querystring", "domexception", "abab", "w3c-hr-time", "sourcemap-codec", "rollup-plugin-terser",
            "rollup-plugin-babel", "uglify-es", "phantomjs", "phantomjs-prebuilt", "protractor", "gulp-util", "apollo-server",
            "apollo-server-express", "crypto", "jade", "bower", "vm2", "material-ui", "@material-ui/core", "react-scripts",
                "create-react-app",
            "redux-devtools-extension", "inflight");
        Add("npm", Severity.Info, "in maintenance only, as its authors say", "moment", "karma");
        Add("pypi", Severity.Low, "unmaintained or renamed",
            "sklearn", "pycrypto", "nose", "pil", "fabric3", "beautifulsoup", "mysql-python", "raven", "distribute", "pep8", "flask-script",
            "asynctest", "boto", "futures", "enum34");
        Add("nuget", Severity.Low, "deprecated or renamed by its authors",
            "windowsazure.storage", "microsoft.azure.servicebus", "microsoft.azure.eventhubs", "microsoft.azure.documentdb",
                "microsoft.azure.documentdb.core",
            "microsoft.azure.cosmosdb.table", "microsoft.azure.keyvault", "microsoft.azure.storage.blob", "microsoft.azure.storage.queue",
            "microsoft.identitymodel.clients.activedirectory", "microsoft.codeanalysis.fxcopanalyzers", "microsoft.aspnetcore.all",
            "microsoft.azure.services.appauthentication", "system.data.sqlclient", "identityserver4",
                "microsoft.extensions.platformabstractions",
            "fluentvalidation.aspnetcore", "automapper.extensions.microsoft.dependencyinjection");
        Add("go", Severity.Low, "archived or moved",
            "github.com/dgrijalva/jwt-go", "github.com/golang/protobuf", "github.com/pkg/errors", "github.com/boltdb/bolt",
                "github.com/golang/mock",
            "github.com/coreos/etcd", "github.com/gorilla/context", "github.com/mitchellh/mapstructure", "github.com/codegangsta/cli",
            "github.com/streadway/amqp", "github.com/go-redis/redis", "github.com/aws/aws-sdk-go");
        Add("cargo", Severity.Low, "unmaintained, as its authors say",
            "failure", "tempdir", "rustc-serialize", "net2", "memmap", "structopt", "stdweb", "serde_cbor", "dotenv", "ansi_term", "atty",
            "rusoto_core", "proc-macro-error", "instant", "error-chain");
        Add("maven", Severity.Low, "superseded",
            "commons-httpclient:commons-httpclient", "mysql:mysql-connector-java", "org.codehaus.jackson:jackson-mapper-asl",
            "io.springfox:springfox-swagger2", "io.springfox:springfox-boot-starter", "com.netflix.hystrix:hystrix-core",
            "org.springframework.security.oauth:spring-security-oauth2", "org.mockito:mockito-all", "commons-lang:commons-lang",
            "commons-collections:commons-collections", "javax.mail:mail");
        Add("maven", Severity.Medium, "out of support since 2015 and not mended any more", "log4j:log4j");
        Add("rubygems", Severity.Low, "archived by its authors", "paperclip", "therubyracer", "sass", "factory_girl", "factory_girl_rails",
            "poltergeist", "protected_attributes");
        Add("packagist", Severity.Low, "abandoned by its authors", "swiftmailer/swiftmailer", "fzaninotto/faker", "phpunit/dbunit",
            "zendframework/zendframework",
            "facebook/graph-sdk", "sensio/framework-extra-bundle", "fruitcake/laravel-cors", "phpoffice/phpexcel");
        Add("pub", Severity.Low, "discontinued by its authors", "pedantic", "effective_dart", "moor", "connectivity", "package_info",
            "device_info", "share", "sensors", "battery");
        return table.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string ecosystem, Severity severity, string fact, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                table[$"{ecosystem}:{name}"] = (fact, severity);
        }
    }
}
