import { jwt, madeUp } from './made-up.ts';

/** How ten frameworks write when they start, serve and fail. `§` stands where a secret leaks. */
export const frameworkLogs: Readonly<Record<string, string>> = {
  'Spring Boot': `
2026-01-02T03:04:05.678Z  INFO 1 --- [payments] [           main] c.a.payments.PaymentsApplication         : Starting PaymentsApplication v43 using Java 25 with PID 1
2026-01-02T03:04:06.101Z  INFO 1 --- [payments] [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat initialized with port 8080 (http)
2026-01-02T03:04:06.102Z DEBUG 1 --- [payments] [           main] com.zaxxer.hikari.HikariConfig           : jdbcUrl=jdbc:postgresql://db:5432/payments?user=app&password=§
2026-01-02T03:04:06.103Z DEBUG 1 --- [payments] [           main] com.zaxxer.hikari.HikariConfig           : password=<masked>
2026-01-02T03:04:07.000Z ERROR 1 --- [payments] [           main] o.s.boot.SpringApplication               : Application run failed
org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'tokenService': Could not resolve placeholder 'payments.token.ttl' in value "\${payments.token.ttl}"
	at org.springframework.beans.factory.support.AbstractBeanFactory.doGetBean(AbstractBeanFactory.java:337) ~[spring-beans-6.2.1.jar!/:6.2.1]
Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed for user "app"
	... 24 common frames omitted`,
  Django: `
[02/Jan/2026 03:04:05] "GET /accounts/login/?next=/orders/ HTTP/1.1" 200 2134
[02/Jan/2026 03:04:06] "GET /api/orders?access_token=§ HTTP/1.1" 401 58
Traceback (most recent call last):
  File "/usr/src/app/orders/views.py", line 42, in post
    session = client.login(user, password=settings.DB_PASSWORD, token=token)
  File "/usr/local/lib/python3.13/site-packages/django/db/backends/base/base.py", line 270, in connect
    self.connection = self.get_new_connection(conn_params)
KeyError: 'SECRET_KEY'
DATABASES = {'default': {'USER': 'app', 'PASSWORD': '§', 'HOST': 'db'}}
django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.`,
  Rails: `
I, [2026-01-02T03:04:05.678901 #1]  INFO -- : [123e4567-e89b-12d3-a456-426614174000] Started POST "/session" for 10.0.0.7 at 2026-01-02 03:04:05 +0000
I, [2026-01-02T03:04:05.679901 #1]  INFO -- : [123e4567-e89b-12d3-a456-426614174000]   Parameters: {"authenticity_token"=>"[FILTERED]", "user"=>{"password"=>"[FILTERED]"}}
D, [2026-01-02T03:04:05.680901 #1] DEBUG -- :   Parameters: {"email"=>"ada@acme.example", "password"=>"§"}
F, [2026-01-02T03:04:05.681901 #1] FATAL -- : ActionController::InvalidAuthenticityToken (Can't verify CSRF token authenticity.)
app/controllers/sessions_controller.rb:12:in 'SessionsController#create'
ArgumentError: key must be 32 bytes (ArgumentError)
SECRET_KEY_BASE=§`,
  Express: `
> payments@1.4.2 start
> node server.js
{"level":30,"time":1767323045678,"pid":1,"hostname":"payments-api-5d9c7b8f6d-x2v7k","msg":"listening on :8080"}
{"level":20,"time":1767323045679,"req":{"method":"GET","url":"/v1/cards","headers":{"host":"payments","authorization":"Bearer §","accept":"*/*"}}}
{"level":50,"time":1767323045680,"err":{"type":"Error","message":"connect ECONNREFUSED 10.0.0.7:6379","code":"ECONNREFUSED"},"msg":"redis://:§@redis:6379 is away"}
/usr/src/app/node_modules/express/lib/router/layer.js:95
    at Layer.handle [as handle_request] (/usr/src/app/node_modules/express/lib/router/layer.js:95:5)
    at async TokenStore.refresh (file:///usr/src/app/src/token-store.js:17:9)
SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON
npm error code ELIFECYCLE`,
  Go: `
time=2026-01-02T03:04:05.678Z level=INFO msg="starting" version=v43 commit=8f3c2d1a9b7e6f5d4c3b2a190817263544536271
time=2026-01-02T03:04:05.679Z level=DEBUG msg="config loaded" dsn="app:§@tcp(db:3306)/payments?parseTime=true"
2026/01/02 03:04:05 {Addr::8080 User:app Password:§ Timeout:5s TokenTTL:1h0m0s}
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x6b1f42]
goroutine 1 [running]:
main.(*tokenCache).get(0xc0000b2000, {0x7c1f5e, 0x9})
	/go/src/app/token.go:31 +0x1d
Get "https://auth.example/token?service=registry": dial tcp 10.0.0.7:443: i/o timeout`,
  '.NET': `
info: Microsoft.Hosting.Lifetime[14]
      Now listening on: http://[::]:8080
dbug: Payments.Startup[0]
      Connection string: Server=tcp:db.example,1433;Initial Catalog=payments;User ID=app;Password=§;Encrypt=True;
fail: Microsoft.EntityFrameworkCore.Database.Connection[20004]
      An error occurred using the connection to database 'payments' on server 'tcp:db.example,1433'.
Unhandled exception. System.ArgumentNullException: Value cannot be null. (Parameter 'apiKey')
   at Payments.Security.TokenValidator.Validate(String token, CancellationToken cancellationToken) in /src/TokenValidator.cs:line 27
   at Program.<Main>$(String[] args)`,
  Rust: `
2026-01-02T03:04:05.678901Z  INFO payments::server: listening addr=0.0.0.0:8080
2026-01-02T03:04:05.679901Z DEBUG payments::config: Config { url: "https://api.example", api_key: Some("§"), retries: 3, token_ttl: 3600s }
thread 'main' panicked at src/main.rs:42:10:
called \`Result::unwrap()\` on an \`Err\` value: Missing { key: "DB_POOL_SIZE" }
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`,
  Laravel: `
[2026-01-02 03:04:05] production.ERROR: SQLSTATE[HY000] [1045] Access denied for user 'app'@'10.0.0.7' (using password: YES) {"exception":"[object] (PDOException(code: 1045): SQLSTATE[HY000] [1045]"}
[2026-01-02 03:04:05] production.DEBUG: mail {"transport":"smtp","username":"app","password":"§","encryption":"tls"}
#0 /var/www/html/vendor/laravel/framework/src/Illuminate/Encryption/Encrypter.php(71): Illuminate\\Encryption\\Encrypter->__construct()
Unsupported cipher or incorrect key length. Supported ciphers are: aes-128-cbc, aes-256-cbc.
STRIPE_SECRET=§`,
  Envoy: `
[2026-01-02T03:04:05.678Z] "POST /v1/charges HTTP/2" 503 UF,URX 124 91 12 - "10.0.0.7" "grpc-go/1.68" "123e4567-e89b-12d3-a456-426614174000" "payments:8080" "10.1.2.3:8080"
[2026-01-02 03:04:05.679][1][debug][http] request headers complete: ':authority', 'payments' 'cookie', 'sid=§; theme=dark'
[2026-01-02 03:04:05.680][1][warning][config] gRPC config for type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret rejected: Failed to load certificate chain from <inline>
[2026-01-02 03:04:05.681][1][critical][main] error initializing configuration '/etc/envoy/envoy.yaml': key: no such field`,
  'a shell script': `
+ set -euo pipefail
+ export PGPASSWORD=§
+ psql -h db -U app -c 'select 1'
+ curl -fsS -H 'X-Api-Key: §' https://api.example/v1/ping
+ curl -u deploy:§ https://nexus.example/repository/raw/a.tgz
curl: (22) The requested URL returned error: 401
psql: error: connection to server at "db" (10.0.0.7), port 5432 failed: FATAL:  password authentication failed for user "app"
HOME=/root PWD=/usr/src/app SHLVL=1 HOSTNAME=payments-api-5d9c7b8f6d-x2v7k
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 registry.example/payments:v43`,
};

/** Of several forms, because each place must take them all. */
export const leaks: readonly string[] = [
  'swordfish7',
  madeUp(32),
  madeUp(40, 'hex'),
  jwt(),
  `sk_live_${madeUp(24)}`,
  `glpat-${madeUp(20)}`,
];
