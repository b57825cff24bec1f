# RabbitMQ. Sourced by scripts/servers.

rabbitmq_install() { command -v rabbitmq-server >/dev/null || install_package rabbitmq-server; }
rabbitmq_port() { cat "$home/rabbitmq.port"; }
rabbitmq_ready() { launched_runs rabbitmq && speaks_amqp "$(rabbitmq_port)"; }
# Greets and is greeted.
speaks_amqp() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'AMQP\0\0\11\1' >&3 && read -r -t 5 -n 1 <&3) 2>/dev/null; }
rabbitmq_start() {
  end_launched rabbitmq
  port_of rabbitmq 55672 3 >/dev/null
  launch rabbitmq "$lib/run-rabbitmq" "$home/rabbitmq" "$(rabbitmq_port)"
}
rabbitmq_stop() { end_launched rabbitmq; }
rabbitmq_env() { echo "export TEST_RABBITMQ_URL='amqp://guest:guest@127.0.0.1:$(rabbitmq_port)'"; }
